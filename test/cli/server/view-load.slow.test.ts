/**
 * Many requests and many silent connections against `pprofx view`: it neither grows nor turns the user away.
 *
 * Slow: sends a server more requests than anybody would; PPROFX_REQUESTS=10000 sends five times as many.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {Agent, get} from 'node:http';
import {connect, type Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {samplePath} from '../../support/samples.ts';

/** In each stretch. */
const REQUESTS = Number(process.env['PPROFX_REQUESTS'] ?? 2000);
/** Resident memory that a stretch may leave, in MiB. */
const MAX_GROWTH = 16;

const BIN = fileURLToPath(new URL('../../../dist/cli/bin.js', import.meta.url));

let child: ChildProcess;
let url: URL;

beforeAll(async () => {
  child = spawn(process.execPath, [BIN, 'view', '--no-open', '--quiet', samplePath('misc/etcd-heap.pb.gz')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  url = new URL(String(line).trim());
});
afterAll(() => child.kill('SIGKILL'));

/** Status of an answer that is read to its end. */
function status(path: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    get(new URL(path, url), {agent}, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', reject);
  });
}

async function statuses(count: number): Promise<Map<number, number>> {
  const paths = ['', 'app.css', 'input/0', 'nothing'];
  const found = new Map<number, number>();
  // Connections of its own: those of an earlier call would be let in already.
  const agent = new Agent({keepAlive: true, maxSockets: 8});
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) {
      const code = await status(paths[i % paths.length], agent);
      found.set(code, (found.get(code) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({length: 8}, worker));
  agent.destroy();
  return found;
}

/** Resident memory of the server in MiB, where the system tells it. */
function residentMiB(): number {
  return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1]) / 1024;
}

/** The lowest of several looks: memory that is free already goes back when the collector next comes around. */
async function restingMiB(): Promise<number> {
  const seen = [residentMiB()];
  for (let round = 0; round < 4; round++) {
    await statuses(100);
    seen.push(residentMiB());
  }
  return Math.min(...seen);
}

describe('pprofx view', () => {
  it(`answers ${REQUESTS} requests and does not grow`, {timeout: 600_000}, async () => {
    // Until Node's own heap has the size that serving takes.
    await statuses(REQUESTS + 2000);
    const growths: number[] = [];
    let before = await restingMiB();
    for (let stretch = 0; stretch < 2; stretch++) {
      expect(await statuses(REQUESTS)).toEqual(
        new Map([
          [200, REQUESTS * 0.75],
          [404, REQUESTS * 0.25],
        ]),
      );
      const after = await restingMiB();
      growths.push(after - before);
      before = after;
    }
    // What leaks with each request leaks in every stretch; what the collector left lying about does not.
    expect(Math.min(...growths)).toBeLessThan(MAX_GROWTH);
  });

  it('answers while a thousand connections are open and silent', async () => {
    const silent = await Promise.all(
      Array.from({length: 1000}, async (): Promise<Socket> => {
        const socket = connect(Number(url.port), '127.0.0.1');
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        return socket;
      }),
    );
    expect(await statuses(40)).toEqual(
      new Map([
        [200, 30],
        [404, 10],
      ]),
    );
    child.kill('SIGINT');
    // The signal itself ends the process; shells report it as 130.
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
    for (const socket of silent) socket.destroy();
  });
});
