/**
 * What export writes, read back by hyparquet.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {stackValues} from '../../../src/analysis/values/stack-values.ts';
import {tableFiles} from '../../../src/cli/dataset/dataset-folder.ts';
import {type ExportResult, exportProfiles} from '../../../src/cli/dataset/export-profiles.ts';
import {readParquet} from '../../../src/cli/dataset/parquet-file.ts';
import {parquetSchema, TABLE_NAMES, TABLES, type TableName} from '../../../src/cli/dataset/tables.ts';
import {parseLabelRules} from '../../../src/cli/fleet/fleet-labels.ts';
import {readInput} from '../../../src/cli/input/input.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {pprofx} from '../../support/cli.ts';
import {fleetFolder} from '../../support/fleet-folder.ts';
import {dump} from '../../support/incident-text.ts';
import {profileOf} from '../../support/stacks.ts';

type Row = Record<string, unknown>;

const LABELS = ['service=(*)/*', 'version=*/(*)', 'instance=*/*/(*)-*'];
const RULES = parseLabelRules(LABELS);

function exported(folder: string, root: string): Promise<ExportResult> {
  return exportProfiles([folder], root, {rules: RULES, reading: {}}, (error) => {
    throw error;
  });
}

async function rowsOf(root: string, table: TableName): Promise<Row[]> {
  const columns = TABLES[table].columns.map(({name}) => name);
  const rows: Row[] = [];
  for (const path of tableFiles(root, table)) rows.push(...(await readParquet(path, columns)));
  return rows;
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'dataset-'));

let folder: string;
let root: string;
beforeAll(async () => {
  folder = await fleetFolder({services: 2, builds: 2, instances: 2});
  root = newFolder();
  await exported(folder, root);
});

describe('a dataset', () => {
  it('has the totals of the originals, in profiles and as sums of samples', async () => {
    const samples = await rowsOf(root, 'samples');
    for (const {id, sample_types: types, source, totals} of await rowsOf(root, 'profiles')) {
      const profile = await readInput(String(source));
      const expected = profile.sampleTypes.map((_, type) => BigInt(stackValues(profile, type).total.high));
      expect(totals).toEqual(expected);
      const own = samples.filter((row) => row['profile'] === id);
      const sums = (types as string[]).map((type) =>
        own.reduce((sum, row) => sum + BigInt(row[type.split('/')[0]] as bigint), 0n),
      );
      expect(sums).toEqual(expected);
    }
  });

  it('has every stack and function once, and every stack that a row names', async () => {
    const stacks = (await rowsOf(root, 'stacks')).map(({id}) => id);
    const functions = (await rowsOf(root, 'functions')).map(({id}) => id);
    expect(new Set(stacks).size).toBe(stacks.length);
    expect(new Set(functions).size).toBe(functions.length);
    const named = [...(await rowsOf(root, 'samples')), ...(await rowsOf(root, 'goroutines'))];
    expect(named.filter(({stack}) => !stacks.includes(stack))).toEqual([]);
  });

  it('has the planted crowd as the largest group of goroutines', async () => {
    const groups = await rowsOf(root, 'goroutines');
    const [largest] = groups.sort((a, b) => Number(b['count']) - Number(a['count']));
    expect(largest).toMatchObject({
      wait_class: 'send',
      responsible: 'example.com/fleet/svc-01/feed.(*Hub).push.func1',
      idle: null,
    });
  });

  it('takes the same profile twice as one, and adds only what is new', async () => {
    const files = tableFiles(root, 'profiles');
    expect(await exported(folder, root)).toEqual({added: 0, known: 24, unread: 0});
    expect(tableFiles(root, 'profiles')).toEqual(files);
  });
});

describe('values and labels', () => {
  it('past 2^53, of types of their own and with labels are exact', async () => {
    const folder = newFolder();
    const values = [2 ** 53 + 2, 7];
    const profile = profileOf([{frames: ['main', 'work'], labels: {user: 'ann', size: 16}, values}], ['cpu', 'tokens']);
    writeFileSync(join(folder, 'a.pb'), encodePprof(profile));
    const root = newFolder();
    await exported(folder, root);
    const rows = await rowsOf(root, 'samples');
    expect(rows.map(({other_type: type, other_value: value}) => [type, value])).toEqual([
      [0, 2n ** 53n + 2n],
      [1, 7n],
    ]);
    expect(rows[0]['labels']).toBe('[["size","16","bytes"],["user","ann"]]');
  });

  it('of a text dump have waits, creator and responsible function', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'a.txt'), dump(['[chan send, 5 minutes] main.push < main.run by main.main *3']));
    const root = newFolder();
    await exported(folder, root);
    expect(await rowsOf(root, 'goroutines')).toMatchObject([
      {
        wait_class: 'send',
        state: 'chan send',
        responsible: 'main.push',
        created_by: 'main.main',
        count: 3n,
        wait_max: 5,
      },
    ]);
  });
});

describe('an export that was killed', () => {
  it('in the middle of a batch is completed by the next, without a row twice', async () => {
    const broken = newFolder();
    await exported(folder, broken);
    const whole = (await rowsOf(broken, 'samples')).length;
    // The state between two renames: samples are visible, their profiles are not; and one file is half written.
    const [profiles] = tableFiles(broken, 'profiles');
    rmSync(profiles);
    const half = join(broken, 'stacks', '.part-x.parquet.tmp');
    writeFileSync(half, 'PAR1');
    writeFileSync(join(broken, '.pprofx-export.lock'), '999999999');
    const {added, known} = await exported(folder, broken);
    expect(added).toBeGreaterThan(0);
    expect(added + known).toBe(24);
    expect((await rowsOf(broken, 'samples')).length).toBe(whole);
    expect(existsSync(half)).toBe(false);
    expect(readdirSync(broken).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('by SIGKILL while files appear leaves whole files only, and the next completes it', async () => {
    const killed = newFolder();
    const child = spawn(
      process.execPath,
      ['dist/cli/bin.js', 'export', folder, '-q', '-o', killed, ...LABELS.flatMap((label) => ['--label', label])],
      {stdio: 'ignore'},
    );
    const ended = once(child, 'exit');
    const isThere = (): boolean => TABLE_NAMES.some((table) => tableFiles(killed, table).length > 0);
    while (!isThere() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGKILL');
    await ended;
    expect(isThere()).toBe(true);
    for (const table of TABLE_NAMES) await rowsOf(killed, table);
    const {added, known} = await exported(folder, killed);
    expect(added + known).toBe(24);
    expect((await rowsOf(killed, 'samples')).length).toBe((await rowsOf(root, 'samples')).length);
  });

  it('a second writer is refused while the first one works', async () => {
    const busy = newFolder();
    writeFileSync(join(busy, '.pprofx-export.lock'), String(process.pid));
    await expect(exported(folder, busy)).rejects.toThrow(/writes to this dataset/);
  });
});

describe('docs/dataset.md', () => {
  it.each([...TABLE_NAMES])('lists the columns of %s with their types', (table) => {
    const page = readFileSync('docs/dataset.md', 'utf8');
    const [, section = ''] = page.split(`\n### ${table}\n`);
    const listed = [...section.split('\n#')[0].matchAll(/^\| `(\w+)` \| (\w+\??) \|/gm)];
    expect(listed.map(([, name, type]) => [name, type])).toEqual(
      TABLES[table].columns.map(({isNullable, name, type}) => [name, isNullable ? `${type}?` : type]),
    );
  });

  it('every file has the schema of its table', async () => {
    const {parquetMetadata} = await import('hyparquet');
    for (const table of TABLE_NAMES) {
      for (const path of tableFiles(root, table)) {
        const bytes = readFileSync(path);
        const {schema} = parquetMetadata(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
        const names = (list: readonly {readonly name: string}[]): string[] => list.map(({name}) => name);
        expect(names(schema)).toEqual(names(parquetSchema(TABLES[table])));
      }
    }
  });
});

describe('the command', () => {
  it('warns of what it cannot read, and exits 7', () => {
    const mixed = newFolder();
    mkdirSync(join(mixed, 'a'));
    copyFileSync('samples/deletecollection-leak/goroutine-before.pb.gz', join(mixed, 'a', 'x.pb.gz'));
    writeFileSync(join(mixed, 'a', 'notes'), 'hello');
    const {code, stderr, stdout} = pprofx(['export', mixed, '-o', join(mixed, 'out')]);
    expect([code, stdout]).toEqual([7, `profiles in ${join(mixed, 'out')}: 1 added, 0 known before, 1 unread\n`]);
    expect(stderr).toMatch(/^warning: .*notes: .*\(UNRECOGNIZED_FORMAT\)\n$/);
  });

  it('needs a folder, and something to export', () => {
    expect(pprofx(['export', folder]).stderr).toContain('export needs a folder for the dataset');
    expect(pprofx(['export', '-o', root]).stderr).toContain('there is nothing to export');
  });
});
