/**
 * An assistant's client, connected to a server in this process.
 */
import {Client, InMemoryTransport} from '@modelcontextprotocol/client';
import {createServer} from '../../../src/cli/mcp/server.ts';
import type {Session} from '../../../src/cli/mcp/session.ts';

export interface ToolAnswer {
  readonly text: string;
  readonly json: Record<string, unknown> | undefined;
  readonly isError: boolean;
  /** Bytes as they travel. */
  readonly bytes: number;
}

export interface Assistant {
  readonly client: Client;
  readonly ask: (name: string, wanted: object) => Promise<ToolAnswer>;
}

export async function assistant(session: Session): Promise<Assistant> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client({name: 'test', version: '1'});
  await Promise.all([createServer(session).connect(far), client.connect(near)]);
  const ask: Assistant['ask'] = async (name, wanted) => {
    const result = await client.callTool({name, arguments: {...wanted}});
    const [first] = result.content;
    return {
      text: first?.type === 'text' ? first.text : '',
      json: result.structuredContent as Record<string, unknown> | undefined,
      isError: result.isError === true,
      bytes: Buffer.byteLength(JSON.stringify(result)),
    };
  };
  return {client, ask};
}
