/**
 * Several processes side by side: how many at a time, what a slow one costs the others, and what is known meanwhile.
 */
import {mkdtempSync, readFileSync} from 'node:fs';
import type {ServerResponse} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, describe, expect, it} from 'vitest';
import {collect} from '../../../src/cli/collect/collect.ts';
import {parseKinds} from '../../../src/cli/collect/kinds.ts';
import {resolveOptions} from '../../../src/cli/collect/options.ts';
import {resolveTargets} from '../../../src/cli/collect/resolve.ts';
import {parseTarget} from '../../../src/cli/collect/target.ts';
import type {Collection} from '../../../src/model/collection.ts';
import {type Answer, type PprofHost, startPprofHost} from '../../support/pprof-host.ts';
import {samplePath} from '../../support/samples.ts';

const hosts: PprofHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

const HEAP = readFileSync(samplePath('replicaset-flood/heap-before.pb.gz'));

async function hostWith(answers: Readonly<Record<string, Answer | undefined>>): Promise<PprofHost> {
  const host = await startPprofHost(answers);
  hosts.push(host);
  return host;
}

interface Asking {
  readonly kinds: string;
  readonly parallel?: number;
  readonly onProcess?: () => void;
  readonly root?: string;
}

async function collectFrom(
  asked: readonly PprofHost[],
  {kinds, onProcess = () => undefined, parallel = 8, root = mkdtempSync(join(tmpdir(), 'side-'))}: Asking,
): Promise<Collection> {
  const choices = {parallel: '8', maxBytes: '1MiB', maxGoroutines: '10000', timeout: '30', kubectl: 'kubectl'};
  const targets = asked.map(({port}) => parseTarget(`localhost:${port}`));
  const plans = await resolveTargets(targets, resolveOptions(choices));
  const taking = {seconds: 1, twiceSeconds: undefined, maxGoroutines: 10_000, parallel, onProcess};
  return collect(plans, root, {...taking, kinds: parseKinds(kinds)});
}

describe('several processes', () => {
  it('as many at a time as --parallel says, and one request at a time to each', async () => {
    const open = new Map<number, number>();
    const most = {processes: 0, requests: 0};
    const slow =
      (host: number): Answer =>
      async (_, response) => {
        open.set(host, (open.get(host) ?? 0) + 1);
        most.processes = Math.max(most.processes, open.size);
        most.requests = Math.max(most.requests, ...open.values());
        await pause(30);
        const rest = (open.get(host) ?? 1) - 1;
        if (rest === 0) open.delete(host);
        else open.set(host, rest);
        response.end(HEAP);
      };
    const five = await Promise.all([0, 1, 2, 3, 4].map((host) => hostWith({heap: slow(host), allocs: slow(host)})));
    const {processes} = await collectFrom(five, {kinds: 'heap,allocs', parallel: 2});
    expect(most).toEqual({processes: 2, requests: 1});
    expect(processes.length).toBe(5);
  });

  it('the manifest holds each as soon as it is taken', async () => {
    let waiting: ServerResponse | undefined;
    const [quick, slow] = [
      await hostWith({}),
      await hostWith({
        heap: (_, response) => {
          waiting = response;
        },
      }),
    ];
    const root = mkdtempSync(join(tmpdir(), 'side-'));
    const all = collectFrom([quick, slow], {kinds: 'heap', root});
    const read = (): Partial<Collection> => {
      try {
        return JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as Collection;
      } catch {
        return {};
      }
    };
    while (waiting === undefined || read().processes?.length !== 1) await pause(10);
    expect(read().endedAt).toBeUndefined();
    expect(read().processes).toMatchObject([{id: `localhost_${quick.port}`, profiles: [{file: 'heap.pb.gz'}]}]);
    waiting.end(HEAP);
    await all;
    expect(read()).toMatchObject({endedAt: expect.any(String), processes: [{}, {}]});
  });

  it('/metrics is waited for no longer than a second, whatever --timeout is', async () => {
    const host = await hostWith({metrics: () => undefined});
    const {processes} = await collectFrom([host], {kinds: 'metrics,heap'});
    expect(processes[0].profiles).toMatchObject([
      {kind: 'metrics', failed: {code: 'silent', reason: 'not finished within 1 s'}},
      {kind: 'heap', file: 'heap.pb.gz'},
    ]);
  });

  it('one that sends its visitors elsewhere is not followed', async () => {
    const elsewhere = await hostWith({});
    const location = `http://localhost:${elsewhere.port}/debug/pprof/heap?token=canary-6`;
    const host = await hostWith({heap: (_, response) => response.writeHead(302, {location}).end()});
    const {processes} = await collectFrom([host], {kinds: 'heap'});
    expect(processes[0].profiles).toMatchObject([
      {
        failed: {
          code: 'redirect',
          reason: `the answer is a redirect to another host: http://localhost:${elsewhere.port}/debug/pprof/heap?token=***`,
          hint: expect.stringMatching(/^nothing was sent there/),
        },
      },
    ]);
    expect(elsewhere.asked).toEqual([]);
  });
});
