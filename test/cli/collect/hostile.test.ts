/**
 * `collect` from processes that do not behave: they hang, talk for ever, break off, or close one door of several.
 */
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {collect} from '../../../src/cli/collect/collect.ts';
import {parseKinds} from '../../../src/cli/collect/kinds.ts';
import {resolveOptions} from '../../../src/cli/collect/options.ts';
import {resolveTargets} from '../../../src/cli/collect/resolve.ts';
import {parseTarget} from '../../../src/cli/collect/target.ts';
import type {CollectedProfile, Collection} from '../../../src/model/collection.ts';
import {type Answer, fails, type PprofHost, startPprofHost} from '../../support/pprof-host.ts';

const hosts: PprofHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

async function hostWith(answers: Readonly<Record<string, Answer | undefined>>): Promise<PprofHost> {
  const host = await startPprofHost(answers);
  hosts.push(host);
  return host;
}

interface Asking {
  readonly kinds?: string;
  readonly timeoutMillis?: number;
  readonly maxBytes?: string;
  readonly root?: string;
}

async function collectFrom(targets: readonly string[], asking: Asking = {}): Promise<Collection & {root: string}> {
  const {kinds, maxBytes = '1MiB', root = mkdtempSync(join(tmpdir(), 'hostile-')), timeoutMillis = 5000} = asking;
  const choices = {parallel: '1', maxBytes, maxGoroutines: '10000', timeout: '1', kubectl: 'kubectl'};
  const options = resolveOptions(choices);
  const plans = await resolveTargets(targets.map(parseTarget), {
    ...options,
    bounds: {...options.bounds, timeoutMillis},
  });
  const taking = {seconds: 1, twiceSeconds: undefined, maxGoroutines: 10_000, parallel: 2, onProcess: () => undefined};
  return {...(await collect(plans, root, {...taking, kinds: parseKinds(kinds)})), root};
}

const filesOf = (root: string): string[] =>
  readdirSync(root, {recursive: true, withFileTypes: true}).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

const failedOf = ({processes}: Collection): [string, string][] =>
  processes[0].profiles.flatMap(({failed, kind}: CollectedProfile): [string, string][] =>
    failed === undefined ? [] : [[kind, failed.code]],
  );

/** Bytes until the other side goes. */
const endless: Answer = (_, response) => {
  const more = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(2 ** 16, 0x1f)));
  };
  response.on('drain', more);
  more();
};

/** A byte now and then, so that no silence is long. */
const dripping: Answer = (_, response) => {
  const timer = setInterval(() => response.write('x'), 10);
  response.on('close', () => clearInterval(timer));
};

describe('a process that does not behave', () => {
  it('hangs: two silent requests stand for all, and the others are not made', async () => {
    const hanging = Object.fromEntries(
      ['metrics', 'goroutineleak', 'goroutine', 'heap', 'profile'].map((kind) => [kind, () => undefined]),
    );
    const host = await hostWith(hanging);
    const collection = await collectFrom([`localhost:${host.port}`], {timeoutMillis: 100});
    expect(failedOf(collection)).toEqual([
      ['metrics', 'silent'],
      ['all', 'silent'],
    ]);
    expect(host.asked.filter((path) => !/metrics|goroutineleak/.test(path))).toEqual([]);
  });

  it('is slow with one profile: the others are taken', async () => {
    const host = await hostWith({heap: () => undefined, allocs: () => undefined});
    const collection = await collectFrom([`localhost:${host.port}`], {
      kinds: 'goroutine,heap,allocs,mutex',
      timeoutMillis: 300,
    });
    expect(failedOf(collection)).toEqual([
      ['heap', 'silent'],
      ['allocs', 'silent'],
    ]);
  });

  it('talks for ever: dropped at the limit, and nothing of it stays', async () => {
    const host = await hostWith({heap: endless, metrics: endless});
    const collection = await collectFrom([`localhost:${host.port}`], {kinds: 'metrics,heap,goroutine'});
    expect(failedOf(collection)).toEqual([
      ['metrics', 'too-large'],
      ['heap', 'too-large'],
    ]);
    expect(filesOf(collection.root).sort()).toEqual(['goroutine.pb.gz', 'manifest.json']);
  });

  it('drips: dropped when its time is over', async () => {
    const host = await hostWith({heap: dripping});
    const collection = await collectFrom([`localhost:${host.port}`], {kinds: 'heap', timeoutMillis: 200});
    expect(failedOf(collection)).toEqual([['heap', 'silent']]);
    expect(filesOf(collection.root)).toEqual(['manifest.json']);
  });

  it('sends half a profile: no file of it stays', async () => {
    const half = readFileSync('samples/deletecollection-leak/goroutine-before.pb.gz').subarray(0, 3000);
    const host = await hostWith({goroutine: (_, response) => response.end(half)});
    const collection = await collectFrom([`localhost:${host.port}`], {kinds: 'goroutine,heap'});
    expect(failedOf(collection)).toEqual([['goroutine', 'failed']]);
    expect(filesOf(collection.root).sort()).toEqual(['heap.pb.gz', 'manifest.json']);
  });

  it.each([401, 403])('answers %d for metrics and command line alone: its profiles are taken', async (status) => {
    const host = await hostWith({metrics: fails(status, 'no'), cmdline: fails(status, 'no')});
    const collection = await collectFrom([`localhost:${host.port}`], {kinds: 'metrics,cmdline,goroutine'});
    expect(failedOf(collection).map(([kind]) => kind)).toEqual(['metrics', 'cmdline']);
    expect(filesOf(collection.root)).toContain('goroutine.pb.gz');
  });

  it('does not sample contention: the empty profiles say how to turn that on', async () => {
    const host = await hostWith({});
    const {processes} = await collectFrom([`localhost:${host.port}`], {kinds: 'mutex,block'});
    expect(processes[0].profiles.map(({kind, note}) => [kind, /runtime\.\w+/.exec(note ?? '')?.[0]])).toEqual([
      ['mutex', 'runtime.SetMutexProfileFraction'],
      ['block', 'runtime.SetBlockProfileRate'],
    ]);
  });

  it('is traced where that is asked for, and a trace that somebody else takes is said', async () => {
    const trace = Buffer.from('go 1.19 trace\0\0\0');
    const host = await hostWith({trace: (_, response) => response.end(trace)});
    const {processes, root} = await collectFrom([`localhost:${host.port}`], {kinds: 'trace'});
    expect(host.asked).toEqual(['/debug/pprof/trace?seconds=1']);
    expect(processes[0].profiles).toMatchObject([{kind: 'trace', file: 'trace.out', bytes: trace.length}]);
    expect(filesOf(root)).toContain('trace.out');
    const busy = await hostWith({trace: fails(500, 'Could not enable tracing: tracing is already enabled\n')});
    expect(failedOf(await collectFrom([`localhost:${busy.port}`], {kinds: 'trace'}))).toEqual([['trace', 'busy']]);
  });

  it('sends a text dump of exactly 64 MiB: the runtime has cut it', async () => {
    const dump = Buffer.alloc(64 * 2 ** 20, '\n');
    dump.write('goroutine 1 [running]:\nmain.main()\n');
    const host = await hostWith({'goroutine?debug=2': (_, response) => response.end(dump)});
    const {processes, root} = await collectFrom([`localhost:${host.port}`], {
      kinds: 'stacks',
      maxBytes: '128MiB',
      timeoutMillis: 120_000,
    });
    expect(processes[0].profiles[0].note).toMatch(/^cut at 64 MiB by the Go runtime/);
    rmSync(root, {recursive: true});
  });
});

describe('the folder', () => {
  it('two addresses whose names are alike are two processes, one named twice is one', async () => {
    const host = await hostWith({});
    const at = `localhost:${host.port}`;
    const {processes} = await collectFrom([`${at}/a/b`, `${at}/a_b`, `${at}/a/b/debug/pprof`], {kinds: 'heap'});
    expect(processes.map(({id}) => id)).toEqual([`localhost_${host.port}_a_b`, `localhost_${host.port}_a_b-2`]);
  });

  it('that cannot be written to ends the run with one failure, and the next process is not asked', async () => {
    const root = mkdtempSync(join(tmpdir(), 'hostile-'));
    const gone = await hostWith({
      heap: (_, response) => {
        rmSync(root, {recursive: true, force: true});
        response.end(readFileSync('samples/replicaset-flood/heap-before.pb.gz'));
      },
      allocs: (_, response) => response.end('x'),
    });
    const targets = [`localhost:${gone.port}`, `localhost:${gone.port}/second`, `localhost:${gone.port}/third`];
    await expect(collectFrom(targets, {kinds: 'heap,allocs', root})).rejects.toMatchObject({code: 'WRITE_FAILED'});
    expect(gone.asked.filter((path) => path.startsWith('/third'))).toEqual([]);
  });
});
