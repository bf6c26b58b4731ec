/**
 * `pprofx sql` as a command: what it prints without an engine, what it refuses, and one question from files to rows.
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {DIALECTS} from '../../../src/cli/questions/dialects/index.ts';
import {QUESTIONS} from '../../../src/cli/questions/index.ts';
import {ANSWER_FORMATS} from '../../../src/render/fleet/answer.ts';
import {pprofx} from '../../support/cli.ts';

const HOSTILE = "a'b\\'c\\";

it('answers a question about a dataset', () => {
  const root = join(mkdtempSync(join(tmpdir(), 'sql-')), 'dataset');
  const dump = 'samples/deletecollection-leak/goroutine-before.pb.gz';
  expect(pprofx(['export', dump, '-o', root, '--label', 'service=kube-apiserver']).code).toBe(0);
  const {code, stdout} = pprofx(['sql', root, 'leaks', '--limit', 'crowd=1000', '--format', 'csv']);
  expect(code).toBe(0);
  const [head, row] = stdout.split('\r\n');
  expect(head).toMatch(/^service,version,wait_class,responsible,root_mean_square,/);
  expect(row).toMatch(
    /^kube-apiserver,[^,]*,send,k8s.io\/apiserver\/pkg\/registry\/generic\/registry.\(\*Store\).DeleteCollection.func1,/,
  );
});

it.each(QUESTIONS.map((question) => [question.name, question] as const))(
  '%s gives every column of a table its name, without which ClickHouse finds none behind a join',
  (_, {limits, sql}) => {
    const text = sql({argument: 'x', dialect: DIALECTS[0], limits});
    expect(text.match(/\bSELECT (?:[^()]*, )?\w\.\w+(?=,|\s+FROM)/g)).toBeNull();
  },
);

it('says what to install where DuckDB is not', () => {
  const root = mkdtempSync(join(tmpdir(), 'sql-'));
  mkdirSync(join(root, 'profiles'));
  writeFileSync(join(root, 'profiles', 'part-x.parquet'), '');
  // As Node says of a package that is not there, to import and to require.
  const encoded = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
  const missing = (code: string): string =>
    `if (name === '@duckdb/node-api') throw Object.assign(new Error('Cannot find it'), {code: '${code}'});`;
  const hook = `export function resolve(name, context, next) { ${missing('ERR_MODULE_NOT_FOUND')} return next(name, context); }`;
  const hooked = encoded(`import Module from 'node:module';
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) { ${missing('MODULE_NOT_FOUND')} return resolve.call(this, name, ...rest); };
    Module.register(${JSON.stringify(encoded(hook))});`);
  const line = ['--import', hooked, 'dist/cli/bin.js', 'sql', root, 'leaks'];
  const {status, stderr} = spawnSync(process.execPath, line, {encoding: 'utf8'});
  expect([status, stderr]).toEqual([
    2,
    expect.stringContaining('this needs DuckDB, which is not installed with pprofx'),
  ]);
  expect(stderr).toContain('npm install @duckdb/node-api');
});

it('lists its questions, and prints one in any dialect without a dataset', () => {
  const {stdout} = pprofx(['sql', '--list']);
  expect(stdout.match(/^\S+/gm)).toEqual(QUESTIONS.map(({name}) => name));
  const printed = pprofx(['sql', 's3://bucket/dataset', 'who-uses', HOSTILE, '--print', '--dialect', 'spark']).stdout;
  expect(printed).toContain(String.raw`name LIKE 'a\'b\\\\\'c\\\\'`);
  expect(printed).toContain('LATERAL VIEW explode(frames)');
});

it.each([
  [['sql'], 'sql needs a dataset'],
  [['sql', 'samples'], 'sql needs a question or --query'],
  [['sql', 'samples', 'leeks'], 'there is no question leeks'],
  [['sql', 'samples', 'who-uses'], 'who-uses needs FUNCTION'],
  [['sql', 'samples', 'leaks', 'x'], 'leaks takes no argument, but x is given'],
  [['sql', 'samples', 'leaks', '--limit', 'cores=2'], '--limit cores=2: leaks has crowd=10000, instances=1'],
  [['sql', 'samples', 'leaks', '--query', 'SELECT 1'], '--query replaces a question'],
  [['sql', 'samples', 'leaks', '--format', 'parquet'], 'a Parquet file does not go to standard output'],
])('%j is refused: %s', (line, message) => {
  const {code, stderr} = pprofx(line);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

it.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))(
  '%s keeps text inside its literals',
  (_, dialect) => {
    const isEscaping = ['clickhouse', 'spark', 'bigquery'].includes(dialect.name);
    const inside = isEscaping ? /^'(?:[^'\\]|\\.)*'$/s : /^'(?:[^']|'')*'$/s;
    for (const text of [HOSTILE, "'", '\\', "\\'", "' OR 1=1 --", '']) {
      expect(dialect.literal(text)).toMatch(inside);
      const [, pattern = ''] = / LIKE (.*?)(?: ESCAPE '\\')?$/s.exec(dialect.isLike('name', text)) ?? [];
      expect(pattern).toMatch(inside);
    }
  },
);

it('rows are escaped for the format they go to', () => {
  const answer = {
    columns: ['a|b', 'n'],
    rows: [
      ['x"y,\u001b[31m', 12n],
      [null, 1.5],
    ],
  } as const;
  expect(ANSWER_FORMATS['csv'](answer)).toBe('a|b,n\r\n"x""y,\u001b[31m",12\r\n,1.5\r\n');
  expect(ANSWER_FORMATS['markdown'](answer)).toBe(
    '| a\\|b | n |\n| --- | --- |\n| x"y,\\\\x1b\\[31m | 12 |\n|  | 1.5 |\n',
  );
  expect(ANSWER_FORMATS['text'](answer)).toBe('a|b             n\nx"y,\\x1b[31m   12\n              1.5\n');
  expect(JSON.parse(ANSWER_FORMATS['json'](answer))).toEqual({
    columns: ['a|b', 'n'],
    rows: [
      {'a|b': 'x"y,\u001b[31m', n: 12},
      {'a|b': null, n: 1.5},
    ],
  });
});
