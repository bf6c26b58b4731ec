/**
 * Commands that take a folder of `collect`: every format they have, and what they refuse.
 */
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {pprofx} from '../../support/cli.ts';
import {collectedFolder} from '../../support/collected-folder.ts';
import {schemaErrors} from '../../support/schema.ts';
import {leakingWatch} from '../../support/watch-folder.ts';

const SICK = {'goroutine.pb.gz': 'deletecollection-leak/goroutine-before.pb.gz'};
const WELL = {'goroutine.pb.gz': 'deletecollection-leak/goroutine-after.pb.gz'};
const TWICE = {...WELL, 'goroutine-2.pb.gz': 'deletecollection-leak/goroutine-before.pb.gz'};

let replicas: string;
let twice: string;
beforeAll(async () => {
  replicas = await collectedFolder({'shop/a': WELL, 'shop/b': SICK, 'shop/c': WELL}, 'shop/web');
  twice = await collectedFolder({'shop/a': TWICE});
});

describe('analyze of a folder', () => {
  it('as JSON follows its schema, and each analysis in it that of analyze', () => {
    const {stdout} = pprofx(['analyze', '--format', 'json', replicas]);
    expect(schemaErrors('analyze-folder', stdout)).toBeNull();
    const {outliers, processes} = JSON.parse(stdout) as {
      outliers: object[];
      processes: {id: string; analysis: object}[];
    };
    expect(outliers).toMatchObject([{id: 'shop/b', group: 'shop/web', measure: 'goroutines', others: 2}]);
    expect(processes.map(({id}) => id)).toEqual(['shop/b', 'shop/a', 'shop/c']);
    for (const {analysis} of processes) expect(schemaErrors('analyze', JSON.stringify(analysis))).toBeNull();
  });

  it('after --twice as JSON follows the schema too, and says how it grew', () => {
    const {stdout} = pprofx(['analyze', '--format', 'json', twice]);
    expect(schemaErrors('analyze-folder', stdout)).toBeNull();
    expect(stdout).toMatch(/"growth": ?"(?:worse|new trouble): /);
  });

  it('as Markdown is a table, who differs, and the findings below the process they are in', () => {
    const {stdout} = pprofx(['analyze', '--format', 'markdown', replicas]);
    const lines = stdout.split('\n').filter((line) => /^[#|*]/.test(line));
    expect(lines.slice(0, 7)).toEqual([
      '# pprofx analysis',
      '| process | goroutines | heap | cores | worst finding |',
      '| --- | ---: | ---: | ---: | --- |',
      expect.stringMatching(/^\| `shop\/b` \| 19\u202f817 \| {2}\| {2}\| critical \|$/),
      expect.stringMatching(/^\| `shop\/a` \| 1\u202f\d+ \| {2}\| {2}\| none \|$/),
      expect.stringMatching(/^\| `shop\/c` /),
      expect.stringMatching(/^\*\*shop\/b differs from the 2 others of shop\/web: /),
    ]);
    expect(lines[7]).toBe('## `shop/b`');
    expect(lines[8]).toMatch(/^### 1\. 18\u202f230 goroutines are stuck/);
  });
});

describe('diff of folders', () => {
  it('as JSON follows its schema, and each diff in it that of diff', () => {
    const {stdout} = pprofx(['diff', '--format', 'json', replicas, replicas]);
    expect(schemaErrors('diff-folder', stdout)).toBeNull();
    const {processes} = JSON.parse(stdout) as {processes: {diff: object}[]};
    for (const {diff} of processes) expect(schemaErrors('diff', JSON.stringify(diff))).toBeNull();
  });

  it('of one folder of --twice compares its two looks', () => {
    expect(pprofx(['diff', '--format', 'markdown', twice]).stdout).toMatch(
      /^## `shop\/a`\n\n### ❌ .*DeleteCollection/,
    );
  });
});

describe('what folders are refused for', () => {
  it.each<[string, readonly string[], RegExp]>([
    [
      'one moment alone',
      ['diff', 'REPLICAS'],
      /holds one moment, so there is nothing to compare it with.*\nhint: give an earlier folder too/,
    ],
    [
      'a folder of several processes and a file',
      ['diff', 'REPLICAS', 'samples/nodeips-hot/cpu-after.pb.gz'],
      /it holds goroutine of 3 processes: shop\/a, shop\/b, shop\/c .*\nhint: choose --process shop\/a/,
    ],
    [
      'a picture',
      ['diff', '--format', 'svg', 'REPLICAS', 'REPLICAS'],
      /a folder has no svg output; there are text, json, markdown/,
    ],
    [
      'a page',
      ['analyze', '--format', 'html', '-o', 'x.html', 'REPLICAS'],
      /a folder has no html output.*\nhint: pprofx view DIR shows it/,
    ],
    [
      'names that paths give away',
      ['analyze', '--redact', 'REPLICAS'],
      /--redact takes no folder: its paths name pods and hosts/,
    ],
    ['names in a comparison', ['diff', '--redact', 'REPLICAS', 'REPLICAS'], /--redact takes no folder/],
  ])('%s', (_, args, said) => {
    const {code, stderr} = pprofx(args.map((arg) => (arg === 'REPLICAS' ? replicas : arg)));
    expect({code, stderr}).toEqual({code: 2, stderr: expect.stringMatching(said)});
  });

  it('an empty folder: nothing to show', async () => {
    const {code, stderr} = pprofx(['view', '--no-open', mkdtempSync(join(tmpdir(), 'none-'))]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/no profile and no dump among 0 entries/);
  });
});

describe('a folder of watch', () => {
  it('is the moments of its processes', async () => {
    const {stdout} = pprofx(['analyze', await leakingWatch(6)]);
    expect(stdout).toMatch(/^found: \d+ profiles of pprofx collect/);
    expect(stdout).toMatch(/^(?:no )?growth: goroutines/m);
  });
});
