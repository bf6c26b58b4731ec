/**
 * Archives that come once: from standard input and from a server.
 */
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {chooseInputs} from '../../../src/cli/case/choose-inputs.ts';
import {holdContainers} from '../../../src/cli/case/hold-containers.ts';
import {openEvidence} from '../../../src/cli/case/open-evidence.ts';
import {continueInput, readInput} from '../../../src/cli/input/input.ts';
import {file, tarOf, zipOf} from '../../support/archives.ts';
import {STUCK} from '../../support/bundles.ts';
import {pprofx} from '../../support/cli.ts';
import {dump} from '../../support/incident-text.ts';

const FILES = [
  file('web-1/goroutine.txt', STUCK),
  file('web-2/goroutine.txt', dump(['[select] main.loop < main.main *4'])),
];

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

describe('standard input', () => {
  it('may be an archive; what is in it has addresses that work', async () => {
    const input = gzipSync(await tarOf(FILES));
    const {stderr, stdout} = pprofx(['analyze', '-'], {input});
    expect(stderr).toBe('');
    expect(stdout).toMatch(/web-1 +403 +warning/);
    expect(stdout).toContain("pprofx goroutines '/dev/stdin!/web-1/goroutine.txt'");
    expect(pprofx(['goroutines', '/dev/stdin!/web-1/goroutine.txt'], {input}).stdout).toMatch(/403 goroutines/);
  });

  it('that is none is read as before, byte for byte', async () => {
    continueInput('-', inChunks(new TextEncoder().encode(`main.main;main.work 7\n${'main.main 1\n'.repeat(400)}`)));
    expect(await holdContainers(['-'], {})).toEqual(['-']);
    const {samples} = await readInput('-');
    expect(samples.values[0].reduce((sum, value) => sum + value, 0)).toBe(407);
  });

  it('is bounded', async () => {
    const head = (await tarOf(FILES)).subarray(0, 2048);
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield head;
      for (const chunk = new Uint8Array(2 ** 20); ; ) yield chunk;
    }
    continueInput('-', endless());
    await expect(holdContainers(['-'], {})).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      hint: 'save it to a file, and give that',
    });
  });
});

describe('a URL', () => {
  const bodies = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const server = createServer(({url = ''}, response) => {
    asked.push(url);
    response.end(bodies.get(url.replace(/\?.*/, '')));
  });
  let origin = '';
  beforeAll(async () => {
    bodies.set('/bundle', zipOf(FILES));
    bodies.set('/stacks', new TextEncoder().encode('main.main;main.work 7\n'));
    bodies.set('/debug/pprof/heap', new TextEncoder().encode('main.main 7\n'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('may be an archive, asked for once; its secrets are in no address', async () => {
    const inputs = await holdContainers([`${origin}/bundle?token=s3cret`], {});
    const {processes} = await openEvidence(inputs, {}, {});
    expect(processes.map(({id}) => id)).toEqual(['web-1', 'web-2']);
    const [address] = await chooseInputs({inputs, reading: {}, choices: {process: ['web-1']}}, 'one profile');
    expect(address).toBe(`${origin}/bundle?token=***!/web-1/goroutine.txt`);
    expect((await readInput(address)).goroutines?.length).toBe(403);
    expect(asked.filter((url) => url.startsWith('/bundle'))).toHaveLength(1);
  });

  it('that is none is asked for once, too; where a process serves profiles, nobody looks first', async () => {
    for (const path of ['/stacks', '/debug/pprof/heap']) {
      asked.length = 0;
      const [name] = await holdContainers([origin + path], {});
      expect([name, asked.length]).toEqual([origin + path, path === '/stacks' ? 1 : 0]);
      expect((await readInput(name)).samples.values[0][0]).toBe(7);
      expect(asked).toEqual([path]);
    }
  });

  it('that does not answer is named', async () => {
    await expect(holdContainers(['http://127.0.0.1:1/bundle'], {})).rejects.toMatchObject({
      code: 'NETWORK',
      at: {input: 'http://127.0.0.1:1/bundle'},
    });
  });
});
