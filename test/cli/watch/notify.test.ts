/**
 * A webhook and a command that are told of an alarm: what they get, and that they never stop the watch.
 */
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {post, run} from '../../../src/cli/watch/notify.ts';
import {isRunning} from '../../support/fake-cluster.ts';

async function complaintsOf(command: string, millis?: number): Promise<string[]> {
  const complaints: string[] = [];
  await run(command, '{"text":"x"}', (line) => complaints.push(line), millis);
  return complaints;
}

describe('--exec', () => {
  it('gets the alarm on standard input, and may leave it unread', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'notify-')), 'alarm');
    expect(await complaintsOf(`cat > ${path}`)).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('{"text":"x"}');
    expect(await complaintsOf('true')).toEqual([]);
  });

  it('that fails is said', async () => {
    expect(await complaintsOf('exit 3')).toEqual(['--exec ended with exit code 3']);
  });

  it('that hangs is ended with all that it has started', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'notify-')), 'pid');
    const pidOf = (): number => (existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0);
    expect(await complaintsOf(`sleep 600 & echo $! > ${path}; wait`, 500)).toEqual(['--exec was ended after 0.5 s']);
    while (pidOf() !== 0 && isRunning(pidOf())) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

describe('--webhook', () => {
  const closings: (() => void)[] = [];
  afterEach(() => {
    for (const close of closings.splice(0)) close();
  });

  interface Hook {
    readonly url: string;
    readonly bodies: string[];
  }

  /** @param answer  to the n-th request, from 1 */
  async function hook(answer: (n: number, response: ServerResponse) => void): Promise<Hook> {
    const bodies: string[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => answer(bodies.push(String(Buffer.concat(chunks))), response));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closings.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/canary-5`, bodies};
  }

  async function posting(url: string): Promise<string[]> {
    const complaints: string[] = [];
    await post(url, [], '{"text":"x"}', (line) => complaints.push(line), {pauseMillis: 1, tryMillis: 300});
    return complaints;
  }

  it('gets one POST where it takes it', async () => {
    const {bodies, url} = await hook((_, response) => response.end());
    expect(await posting(url)).toEqual([]);
    expect(bodies).toEqual(['{"text":"x"}']);
  });

  it('that fails twice has it with the third', async () => {
    const {bodies, url} = await hook((n, response) => response.writeHead(n < 3 ? 503 : 204).end());
    expect(await posting(url)).toEqual([]);
    expect(bodies.length).toBe(3);
  });

  it.each<[string, (n: number, response: ServerResponse) => void, RegExp]>([
    ['fails', (_, response) => response.writeHead(500).end('no'), /it answered 500$/],
    ['stays silent', () => undefined, /it stays silent$/],
    ['breaks off', (_, response) => response.destroy(), /it cannot be reached$/],
  ])(
    'that %s is asked three times and complained of by its host alone: the path may be a secret',
    async (_, answer, said) => {
      const {bodies, url} = await hook(answer);
      const complaints = await posting(url);
      expect(complaints).toEqual([expect.stringMatching(said)]);
      expect(complaints[0]).toMatch(/^the webhook at 127\.0\.0\.1:\d+ did not take the alarm: /);
      expect(bodies.length).toBe(3);
    },
  );

  it('that sends it elsewhere is not followed', async () => {
    const elsewhere = await hook((_, response) => response.end());
    const {url} = await hook((_, response) => response.writeHead(307, {location: elsewhere.url}).end());
    expect(await posting(url)).toHaveLength(1);
    expect(elsewhere.bodies).toEqual([]);
  });
});
