/**
 * The protocol around the tools. The only file that knows the package; the command loads it when it runs.
 */
import {type CallToolResult, fromJsonSchema, McpServer} from '@modelcontextprotocol/server';
import {StdioServerTransport, serveStdio} from '@modelcontextprotocol/server/stdio';
import {PprofxError} from '../../base/errors.ts';
import {version} from '../input/package-files.ts';
import {failureText} from '../output/failure-text.ts';
import {fitted, type Reply, refused} from './answer.ts';
import {answerAnalyze, answerDiff, answerExplain, answerGoroutines, answerTop} from './answers.ts';
import {answerCollect} from './collect-answer.ts';
import type {Session} from './session.ts';
import {collectTool, INSTRUCTIONS, TOOLS, type ToolEntry} from './tools.ts';

/** The arguments have passed the tool's schema by then. */
type Answering = (session: Session, wanted: never) => Promise<Reply>;

const ANSWERS: Readonly<Record<ToolEntry['name'], Answering>> = {
  analyze: answerAnalyze,
  collect: answerCollect,
  diff: answerDiff,
  explain: answerExplain,
  goroutines: answerGoroutines,
  top: answerTop,
};

export function createServer(session: Session): McpServer {
  const server = new McpServer({name: 'pprofx', version: version()}, {instructions: INSTRUCTIONS});
  const {allowCollect} = session;
  for (const tool of allowCollect.length === 0 ? TOOLS : [...TOOLS, collectTool(allowCollect)]) {
    const {description, inputSchema, name} = tool;
    const annotations = {readOnlyHint: name !== 'collect'};
    server.registerTool(
      name,
      {
        description,
        annotations,
        inputSchema: fromJsonSchema<object>(inputSchema as Parameters<typeof fromJsonSchema>[0]),
      },
      (wanted: object) => answered(() => ANSWERS[name](session, wanted as never)),
    );
  }
  return server;
}

/** Failures are answers too: an assistant reads them and asks something better. */
async function answered(ask: () => Promise<Reply>): Promise<CallToolResult> {
  try {
    return fitted(await ask());
  } catch (error) {
    if (error instanceof PprofxError) return refused(failureText(error));
    return refused(`pprofx failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Serves over standard input and output until the input ends. */
export async function serve(session: Session): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve);
  });
  const handle = serveStdio(() => createServer(session), {transport: new StdioServerTransport()});
  await ended;
  await handle.close();
}
