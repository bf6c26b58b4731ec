/**
 * The protocol around the tools. The only file that knows the package; the command loads it when it runs.
 */
import {type CallToolResult, fromJsonSchema, McpServer} from '@modelcontextprotocol/server';
import {StdioServerTransport, serveStdio} from '@modelcontextprotocol/server/stdio';
import {failure, PprofxError} from '../../base/errors.ts';
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

/** More than any request needs; the transport closes itself where one is larger. */
const MAX_REQUEST_BYTES = 8 * 2 ** 20;

/** Serves over standard input and output until the input ends. @throws LIMIT_EXCEEDED for a request without end */
export async function serve(session: Session): Promise<void> {
  const {stdin, stdout} = process;
  const transport = new StdioServerTransport(stdin, stdout, {maxBufferSize: MAX_REQUEST_BYTES});
  const ended = new Promise<void>((resolve) => {
    const close = transport.close.bind(transport);
    transport.close = async () => {
      await close();
      resolve();
    };
  });
  const handle = serveStdio(() => createServer(session), {transport});
  await ended;
  await handle.close();
  if (!stdin.readableEnded && !stdin.destroyed && stdout.writable) {
    throw failure('LIMIT_EXCEEDED', 'a request is one line of at most 8 MiB', {}, 'name files, and do not send them');
  }
}
