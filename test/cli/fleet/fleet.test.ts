/**
 * The ranking of a small fleet with planted trouble, from files to rows.
 */
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {beforeAll, describe, expect, it} from 'vitest';
import {FLEET_LIMITS, type Fleet} from '../../../src/analysis/fleet/fleet-ranking.ts';
import {indexSignatures} from '../../../src/analysis/knowledge/signature-match.ts';
import type {PprofxError} from '../../../src/base/errors.ts';
import {parseLabelRules} from '../../../src/cli/fleet/fleet-labels.ts';
import {readOwners} from '../../../src/cli/fleet/owners.ts';
import {rankFolders} from '../../../src/cli/fleet/rank-folders.ts';
import {SIGNATURES} from '../../../src/signatures/index.ts';
import {file, tarOf, zipOf} from '../../support/archives.ts';
import {pprofx} from '../../support/cli.ts';
import {collectedFolder} from '../../support/collected-folder.ts';
import {fleetFolder} from '../../support/fleet-folder.ts';
import {counts} from '../../support/incident-text.ts';
import {schemaErrors} from '../../support/schema.ts';

const BY_FOLDER = ['service=(*)/*', 'build=*/(*)'];

function rank(folder: string, labels = BY_FOLDER, warn: (error: PprofxError) => void = fail): Promise<Fleet> {
  const options = {
    by: ['service', 'build'],
    limits: FLEET_LIMITS,
    rules: parseLabelRules(labels),
    signatures: indexSignatures(SIGNATURES),
    reading: {},
  };
  return rankFolders([folder], options, warn);
}

function fail(error: PprofxError): void {
  throw error;
}

let folder: string;
beforeAll(async () => {
  folder = await fleetFolder();
});

describe('a fleet of 72 profiles with a leak, a hot function and a large cache', () => {
  it('each is the one row of its table, and healthy services have none', async () => {
    const {profiles, rows} = await rank(folder);
    expect(profiles).toEqual({goroutines: 24, heap: 24, cpu: 24});
    expect(rows).toMatchObject([
      {
        measure: 'goroutines',
        group: ['svc-01', 'v1.2'],
        function: 'example.com/fleet/svc-01/feed.(*Hub).push.func1',
        waitClass: 'send',
        instances: 3,
      },
      {measure: 'heap', group: ['svc-03', 'v1.2'], function: 'example.com/fleet/svc-03/cache.(*Table).grow', over: 3},
      {measure: 'cpu', group: ['svc-02', 'v1.2'], function: 'example.com/fleet/svc-02/codec.Encode', over: 3},
    ]);
  });

  it('without labels in paths or profiles, everything is one group', async () => {
    const {groups} = await rank(folder, []);
    expect(groups).toBe(1);
  });

  it('as JSON follows its schema, and names owner and worst file', () => {
    const owners = join(mkdtempSync(join(tmpdir(), 'owners-')), 'OWNERS.yaml');
    writeFileSync(owners, '"*/feed.*": feed-team\nsvc-0*: platform\n');
    const labels = BY_FOLDER.flatMap((label) => ['--label', label]);
    const {code, stderr, stdout} = pprofx(['fleet', folder, ...labels, '--owners', owners, '--format', 'json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(schemaErrors('fleet', stdout)).toBeNull();
    const {rows} = JSON.parse(stdout) as {rows: {owner: string; worstFile: string}[]};
    expect(rows.map(({owner}) => owner)).toEqual(['feed-team', 'platform', 'platform']);
    expect(rows[0].worstFile).toMatch(/svc-01\/v1\.2\/i0\d-goroutine\.pb\.gz$/);
  });
});

describe('the root mean square', () => {
  it('counts all instances of the group, those below the limit too', async () => {
    const root = mkdtempSync(join(tmpdir(), 'fleet-rms-'));
    const dump = (count: number): string => counts(count, [`${count} runtime.gopark < runtime.chansend1 < main.push`]);
    writeFileSync(join(root, 'a.txt'), dump(12_000));
    writeFileSync(join(root, 'b.txt'), dump(5000));
    const {rows} = await rank(root, ['service=x']);
    expect(rows).toMatchObject([{function: 'main.push', over: 1, instances: 2, largest: 12_000}]);
    expect(rows[0].rootMeanSquare).toBeCloseTo(13_000 / Math.SQRT2, 6);
  });
});

describe('folders', () => {
  it('what cannot be read is one warning each, and the rest is ranked', async () => {
    const root = mkdtempSync(join(tmpdir(), 'fleet-broken-'));
    mkdirSync(join(root, 'deep'));
    writeFileSync(join(root, 'deep', 'notes.md'), '# how to\n');
    writeFileSync(join(root, 'empty.pb.gz'), '');
    writeFileSync(join(root, '.half.tmp'), 'x');
    writeFileSync(join(root, 'a.txt'), 'goroutine 1 [running]:\nmain.main()\n\t/src/a.go:1 +0x1\n');
    const warnings: string[] = [];
    const {profiles} = await rank(root, [], ({at, code}) => warnings.push(`${at.input?.slice(root.length)} ${code}`));
    expect(warnings).toEqual(['/deep/notes.md UNRECOGNIZED_FORMAT', '/empty.pb.gz EMPTY_INPUT']);
    expect(profiles.goroutines).toBe(1);
  });

  it('of collect count each process once, at its last moment, with the labels of the manifest', async () => {
    const sick = 'deletecollection-leak/goroutine-before.pb.gz';
    const root = await collectedFolder(
      {'shop/a': {'goroutine.pb.gz': sick, 'goroutine-2.pb.gz': sick}, 'shop/b': {'goroutine.pb.gz': sick}},
      'shop/web',
    );
    const {rows} = await rank(root, []);
    expect(rows).toMatchObject([{group: ['shop/web', ''], over: 2, instances: 2}]);
    expect(rows[0].function).toContain('DeleteCollection');
  });
});

describe('archives', () => {
  const sick = readFileSync('samples/deletecollection-leak/goroutine-before.pb.gz');

  it.each(['tgz', 'zip'])(
    '%s: what is in them is ranked as in a folder, and what cannot be read is a warning',
    async (kind) => {
      const root = mkdtempSync(join(tmpdir(), 'fleet-archive-'));
      const inner = [file('web/v1/a.pb.gz', sick), file('web/v1/b.pb.gz', sick), file('web/v1/notes.md', '# how to')];
      const nested = kind === 'zip' ? await tarOf(inner) : zipOf(inner);
      const files = [file('inner.tar', nested), file('web/v2/c.pb.gz', sick), file('.half', 'x')];
      const name = `dumps.${kind}`;
      writeFileSync(join(root, name), kind === 'zip' ? zipOf(files) : gzipSync(await tarOf(files)));
      const warnings: string[] = [];
      const {profiles, rows} = await rank(root, ['service=web'], ({at, code}) => warnings.push(`${at.input} ${code}`));
      expect(profiles.goroutines).toBe(3);
      expect(rows).toMatchObject([{group: ['web', ''], over: 3, instances: 3}]);
      expect(rows[0].worstFile).toContain(`${name}!/`);
      expect(warnings).toEqual([`${join(root, name)}!/inner.tar!/web/v1/notes.md UNRECOGNIZED_FORMAT`]);
    },
  );

  it('of a folder of collect count each process once, with the labels of the manifest', async () => {
    const sample = 'deletecollection-leak/goroutine-before.pb.gz';
    const collected = await collectedFolder(
      {'shop/a': {'goroutine.pb.gz': sample, 'goroutine-2.pb.gz': sample}, 'shop/b': {'goroutine.pb.gz': sample}},
      'shop/web',
    );
    const names = readdirSync(collected, {recursive: true, encoding: 'utf8'}).filter((name) => /\.\w+$/.test(name));
    const root = mkdtempSync(join(tmpdir(), 'fleet-archive-'));
    const files = names.map((name) => file(`out/${name}`, readFileSync(join(collected, name))));
    writeFileSync(join(root, 'out.tgz'), gzipSync(await tarOf(files)));
    const {rows} = await rank(root, []);
    expect(rows).toMatchObject([{group: ['shop/web', ''], over: 2, instances: 2}]);
  });

  it('that are broken are one warning', async () => {
    const root = mkdtempSync(join(tmpdir(), 'fleet-archive-'));
    const whole = zipOf([file('a.pb.gz', sick)]);
    writeFileSync(join(root, 'cut.zip'), whole.subarray(0, whole.length - 30));
    const warnings: string[] = [];
    const {profiles} = await rank(root, [], ({code}) => warnings.push(code));
    expect([profiles.goroutines, warnings.length]).toEqual([0, 1]);
  });
});

describe('what makes no sense is refused', () => {
  it.each([
    [['--label', 'service=*/x'], /--label service=\*\/x: put the part that is the value into parentheses/],
    [['--label', '=x'], /--label expects KEY=VALUE/],
    [['--limit', 'size=3'], /--limit size=3: there are crowd=10000/],
    [['--rows', 'many'], /--rows many: expected a whole number/],
  ])('%j', (args, message) => {
    const {code, stderr} = pprofx(['fleet', folder, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('an owners file that is no map of text', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'owners-')), 'OWNERS.yaml');
    writeFileSync(path, '- a\n');
    expect(() => readOwners(path)).toThrow(/expected lines such as/);
    writeFileSync(path, 'a: [b]\n');
    expect(() => readOwners(path)).toThrow(/an owner is one text/);
  });
});
