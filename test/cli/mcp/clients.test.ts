/**
 * Clients of both generations of the protocol's packages, over standard input and output of the built command.
 */
import {Client} from '@modelcontextprotocol/client';
import {StdioClientTransport} from '@modelcontextprotocol/client/stdio';
import {Client as OldClient} from '@modelcontextprotocol/sdk/client/index.js';
import {StdioClientTransport as OldStdioClientTransport} from '@modelcontextprotocol/sdk/client/stdio.js';
import {expect, it} from 'vitest';
import {pprofxProcess} from '../../support/cli.ts';

const SERVER = {command: process.execPath, args: ['dist/cli/bin.js', 'mcp', '--root', 'samples']};
const CALL = {name: 'analyze', arguments: {paths: ['deletecollection-leak/goroutine-before.pb.gz']}};

/** What both clients can do. */
async function firstFinding(client: Pick<Client, 'callTool' | 'close'>): Promise<string> {
  try {
    const {structuredContent} = await client.callTool(CALL);
    const {findings} = structuredContent as {findings: {culprit: {function: string}}[]};
    return findings[0].culprit.function;
  } finally {
    await client.close();
  }
}

it('a client of the second generation gets the finding', async () => {
  const client = new Client({name: 'test', version: '1'});
  await client.connect(new StdioClientTransport(SERVER));
  expect(await firstFinding(client)).toContain('(*Store).DeleteCollection.func1');
});

it('a client of the first generation gets the same', async () => {
  const client = new OldClient({name: 'test', version: '1'});
  await client.connect(new OldStdioClientTransport(SERVER));
  expect(await firstFinding(client as unknown as Client)).toContain('(*Store).DeleteCollection.func1');
});

it('a server ends with its input, and refuses a root that is no folder', () => {
  expect(pprofxProcess(['mcp'], {input: ''})).toEqual({code: 0, stdout: '', stderr: ''});
  const refused = pprofxProcess(['mcp', '--root', 'package.json'], {input: ''});
  expect(refused).toMatchObject({code: 5, stdout: '', stderr: expect.stringContaining('this is not a folder')});
});

it('a server that gets a line without end says so', () => {
  const {code, stdout, stderr} = pprofxProcess(['mcp'], {input: 'x'.repeat(2 ** 23 + 1000)});
  expect({code, stdout}).toEqual({code: 4, stdout: ''});
  expect(stderr).toContain('a request is one line of at most 8 MiB');
});
