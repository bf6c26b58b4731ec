/**
 * Folders that nobody's tool wrote: processes and moments by paths, times and programs; and what commands make of them.
 */
import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {chooseInputs, type Use} from '../../../src/cli/case/choose-inputs.ts';
import {diagnoseCase} from '../../../src/cli/case/diagnose.ts';
import {comparedEvidence} from '../../../src/cli/case/growth.ts';
import {openEvidence} from '../../../src/cli/case/open-evidence.ts';
import {readPairs} from '../../../src/cli/case/pairs.ts';
import type {CaseChoices} from '../../../src/cli/input/read-options.ts';
import {pathIdentity} from '../../../src/incident/path-identity.ts';
import {type File, file, tarOf} from '../../support/archives.ts';
import {logOf, STUCK} from '../../support/bundles.ts';
import {dump} from '../../support/incident-text.ts';
import {samplePath} from '../../support/samples.ts';

const root = mkdtempSync(join(tmpdir(), 'case-'));

function folderOf(name: string, files: readonly File[]): string {
  for (const {bytes, path} of files) {
    const target = join(root, name, path);
    mkdirSync(dirname(target), {recursive: true});
    writeFileSync(target, bytes);
  }
  return join(root, name);
}

const CPU = readFileSync(samplePath('nodeips-hot/cpu-before.pb.gz'));
const HEAP = readFileSync(samplePath('misc/etcd-heap.pb.gz'));
const IDLE = dump(['[select] main.loop < main.main *4']);

describe('a path', () => {
  it.each<[string, readonly string[], string, string | undefined]>([
    ['web-1/heap.pb.gz', ['web-1'], '', undefined],
    ['web-1.heap.pb.gz', ['web-1'], '', undefined],
    ['heap_web-1.prof', ['web-1'], '', undefined],
    ['pprof/heap-0003.prof', [], '000000000003', undefined],
    ['goroutine.2.txt', [], '000000000002', undefined],
    ['before/web/heap', ['web'], '0 before', undefined],
    ['web/heap-after.pb.gz', ['web'], '9 after', undefined],
    ['new-api/heap.pb.gz', ['new-api'], '', undefined],
    ['nodes/1/cpu.pprof', ['nodes', '1'], '', undefined],
    ['web/2026-11-27T10-00-00Z/heap.prof', ['web'], '', '2026-11-27T10:00:00.000Z'],
    ['web/heap-20261127T100000+0200.pb.gz', ['web'], '', '2026-11-27T08:00:00.000Z'],
    ['web/heap.1764237600.pb.gz', ['web'], '', '2025-11-27T10:00:00.000Z'],
    ['goroutine.txt#2', [], '000000000002', undefined],
    ['web-1/heap-10h05.pb.gz', ['web-1'], '000000010h05', undefined],
    ['web/heap-t2.pb.gz', ['web'], '0000000000t2', undefined],
    ['t2/heap.pb.gz', ['t2'], '', undefined],
    ['web/heap-20261127-1000.pb.gz', ['web'], '', '2026-11-27T10:00:00.000Z'],
  ])('%s names its process and moment', (path, names, label, time) => {
    const identity = pathIdentity(path);
    expect({names: identity.names, label: identity.label}).toEqual({names, label});
    expect(identity.millis === undefined ? undefined : new Date(identity.millis).toISOString()).toBe(time);
  });
});

describe('a folder without a manifest', () => {
  const folder = folderOf('plain', [
    file('ticket/web-1/goroutine.txt', STUCK),
    file('ticket/web-2/goroutine.txt', IDLE),
    file('ticket/web-2/app.log', logOf('nothing to see')),
    file('ticket/readme.md', '# what happened\n'),
    file('ticket/core.bin', new Uint8Array(5000).fill(7)),
    file('ticket/web-2/heap.pb.gz', HEAP.subarray(0, 900)),
    file('ticket/web-2/mutex.pb.gz', '<html><body>404</body></html>'),
    file('ticket/web-2/block.pb.gz', ''),
    file('ticket/from-bob.gz', CPU.subarray(0, 500)),
    file('ticket/empty.txt', ''),
  ]);

  it('is sorted by paths; what is no evidence is counted, what should be is named', async () => {
    const {entries, found, makers, processes, troubles} = await openEvidence([folder], {}, {});
    expect({entries, found, makers, ids: processes.map(({id}) => id)}).toEqual({
      entries: 10,
      found: 2,
      makers: [],
      ids: ['web-1', 'web-2'],
    });
    expect(troubles).toEqual([
      expect.stringMatching(/^ticket\/from-bob\.gz: .*gzip/),
      'ticket/web-2/block.pb.gz: the file is empty',
      expect.stringMatching(/^ticket\/web-2\/heap\.pb\.gz: .*gzip/),
      expect.stringMatching(/^ticket\/web-2\/mutex\.pb\.gz: .*web page/),
    ]);
  });

  it('attachments of several programs are several processes', async () => {
    const flat = folderOf('flat', [file('cpu.pb.gz', CPU), file('heap.pb.gz', HEAP)]);
    const {processes} = await openEvidence([flat], {}, {});
    expect(processes.map(({id}) => id)).toEqual(['etcd', 'kube-proxy']);
  });

  it('a dump deep in a log is found, and the log around it is not read line by line', async () => {
    const noise = Array.from({length: 40_000}, (_, i) => `I1127 10:00:00.000000 request ${i} done\n`).join('');
    const {processes} = await openEvidence([folderOf('log', [file('api.log', noise + logOf(STUCK) + noise)])], {}, {});
    expect(processes[0].moments[0].evidence.map(({evidence: {kind, total}}) => [kind, total])).toEqual([
      ['goroutine', 403],
    ]);
  });

  it('archives and files beside each other are one case', async () => {
    const tgz = join(root, 'web-3.tgz');
    writeFileSync(tgz, gzipSync(await tarOf([file('goroutine.txt', STUCK)])));
    const {processes} = await openEvidence([tgz, join(folder, 'ticket', 'web-1', 'goroutine.txt')], {}, {});
    expect(processes.map(({id}) => id).sort()).toEqual(['files', 'web-3']);
  });
});

describe('a manifest', () => {
  it.each([
    {processes: [{id: 'web'}]},
    {processes: [null]},
    {processes: [{id: 7, profiles: []}]},
    {processes: [{id: 'web', profiles: [{kind: 'heap', file: 7, takenAt: ''}]}]},
    {processes: [{id: 'web', profiles: [{kind: 'heap', file: 'heap.pb.gz'}]}]},
    {processes: [{id: 'web', profiles: [{kind: 'heap', takenAt: '', failed: null}]}]},
  ])('that is not ours is no manifest: %j', async (rest) => {
    const text = JSON.stringify({schemaVersion: 1, startedAt: '2026-11-27T10:00:00Z', ...rest});
    const folder = folderOf('foreign', [file('manifest.json', text), file('web/goroutine.txt', STUCK)]);
    const {makers, processes} = await openEvidence([folder], {}, {});
    expect([makers, processes.map(({id}) => id)]).toEqual([[], ['web']]);
  });
});

describe('--only and --process', () => {
  const folder = folderOf('chosen', [
    file('web-1/goroutine.txt', STUCK),
    file('web-1/heap.pb.gz', HEAP),
    file('web-10/goroutine.txt', IDLE),
  ]);
  const chosen = async (choices: CaseChoices): Promise<string[]> =>
    (await openEvidence([folder], {}, choices)).processes.map(
      ({id, moments}) => `${id}: ${moments.flatMap(({evidence}) => evidence.map((one) => one.evidence.kind))}`,
    );

  it('choose by kind, by path and by name; a name in full comes before its parts', async () => {
    expect(await chosen({only: ['heap']})).toEqual(['web-1: heap']);
    expect(await chosen({only: ['*/goroutine.txt']})).toEqual(['web-1: goroutine', 'web-10: goroutine']);
    expect(await chosen({process: ['web-1'], only: ['goroutine,heap']})).toHaveLength(1);
    expect(await chosen({process: ['eb-1']})).toHaveLength(2);
  });

  it('what matches nothing is a usage error that lists what there is', async () => {
    await expect(chosen({process: ['db']})).rejects.toThrow('no process is named db; there are: web-1, web-10');
    await expect(chosen({only: ['cpu']})).rejects.toThrow('--only cpu matches nothing; there are: goroutine, heap');
    await expect(chosen({only: ['webs']})).rejects.toThrow('--only webs is neither a kind nor a path');
  });

  it.each<[Use, CaseChoices, readonly string[] | RegExp]>([
    ['merge', {only: ['goroutine']}, ['web-1/goroutine.txt', 'web-10/goroutine.txt']],
    ['one process', {process: ['web-1']}, ['web-1/goroutine.txt', 'web-1/heap.pb.gz']],
    ['one profile', {process: ['web-1'], only: ['heap']}, ['web-1/heap.pb.gz']],
    ['merge', {}, /it holds goroutine, heap of 2 processes: web-1, web-10/],
    ['one process', {}, /of 2 processes/],
  ])('for %s %j gives what is clear', async (use, choices, expected) => {
    const names = chooseInputs({inputs: [folder], reading: {}, choices}, use);
    if (expected instanceof RegExp) {
      await expect(names).rejects.toMatchObject({
        code: 'USAGE',
        message: expect.stringMatching(expected),
        hint: expect.stringMatching(/^choose.*or name one entry: .*web-1\/goroutine\.txt$/),
      });
    } else expect(await names).toEqual(expected.map((name) => join(folder, name)));
  });
});

describe('moments', () => {
  it('each is diagnosed, and the worst is shown though the last is well', async () => {
    const folder = folderOf('moments', [
      file('api/2026-11-27T10-00-00Z/goroutine.txt', IDLE),
      file('api/2026-11-27T11-00-00Z/goroutine.txt', STUCK),
      file('api/2026-11-27T12-00-00Z/goroutine.txt', IDLE),
    ]);
    const {processes} = await openEvidence([folder], {}, {});
    const [{series, shown, worst}] = (await diagnoseCase(processes, {}, {}, () => undefined)).processes;
    expect({shown, worst}).toEqual({shown: 1, worst: [undefined, 'warning', undefined]});
    expect(series[0].series.points.map(({total}) => total)).toEqual([4, 403, 4]);
    expect(series[0].series.hasTimes).toBe(true);
  });

  it.each([
    [5, 1, 5],
    [40, 1, 24],
    [40, 5, 4],
    [40, 100, 3],
  ])('%i of them of %i MiB are a series of %i, from the first to the last', async (count, mebibytes, points) => {
    const files = Array.from({length: count}, (_, at) => file(`web/heap-${at}.pb.gz`, HEAP));
    const [{moments}] = (await openEvidence([folderOf(`series-${count}-${mebibytes}`, files)], {}, {})).processes;
    const sized = moments.map((moment) => ({
      ...moment,
      evidence: moment.evidence.map((one) => ({...one, evidence: {...one.evidence, size: mebibytes * 2 ** 20}})),
    }));
    const compared = comparedEvidence(sized).map(({evidence}) => evidence.path);
    expect(compared).toHaveLength(points);
    expect([compared[0], compared.at(-1)]).toEqual(['web/heap-0.pb.gz', `web/heap-${count - 1}.pb.gz`]);
  });

  it('of one folder each kind is compared over the moments that have it', async () => {
    const mixed = folderOf('kinds', [
      file('web/heap-t1.pb.gz', HEAP),
      file('web/heap-t2.pb.gz', HEAP),
      file('web/goroutine-t3.txt', IDLE),
    ]);
    const pairs = await readPairs([mixed], {}, {});
    expect(pairs.map(({after, before, id}) => [id, before.map(({name}) => name), after.map(({name}) => name)])).toEqual(
      [['web', [join(mixed, 'web/heap-t1.pb.gz')], [join(mixed, 'web/heap-t2.pb.gz')]]],
    );
  });

  it('two folders are compared process by process, one by its first and last moment', async () => {
    const before = folderOf('b', [file('web/goroutine.txt', STUCK)]);
    const after = folderOf('a', [file('web/goroutine.txt', IDLE)]);
    const [pair] = await readPairs([before, after], {}, {});
    expect([pair.before[0].samples.length > 1, pair.id]).toEqual([true, 'web']);
    const both = folderOf('ba', [file('goroutine-before.txt', STUCK), file('goroutine-after.txt', IDLE)]);
    expect((await readPairs([both], {}, {}))[0].after[0].name).toMatch(/goroutine-after\.txt$/);
    await expect(readPairs([before], {}, {})).rejects.toThrow(
      /holds one moment, so there is nothing to compare it with/,
    );
  });
});
