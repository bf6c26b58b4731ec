#!/usr/bin/env node
/**
 * Where the time of the tests goes: a table in markdown of wall and CPU seconds per folder, and the slowest files.
 *
 * Fails where a file takes more than LONG seconds of CPU and has no line `Slow: reason` in its head, which also lets it
 * start first.
 *
 * usage: node scripts/test-times.mjs [ARGUMENTS OF VITEST…]    such as test/cli; run `npm run build` before
 * PPROFX_FAMILIES=node,go measures these families alone
 */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const SLOWEST = 12;
const LONG = 20;

const folder = mkdtempSync(join(tmpdir(), 'pprofx-times-'));
const path = join(folder, 'times');
const {status} = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  env: {...process.env, PPROFX_TIMES: path},
  stdio: ['ignore', 'inherit', 'inherit'],
});
const files = existsSync(path)
  ? readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
rmSync(folder, {recursive: true});

const folders = new Map();
for (const {cpu, file, wall} of files) {
  const name = file
    .split('/')
    .slice(0, 2)
    .join('/')
    .replace(/^test\/[^/]*\.ts$/, 'test');
  const row = folders.get(name) ?? {name, count: 0, cpu: 0, wall: 0};
  folders.set(name, {name, count: row.count + 1, cpu: row.cpu + cpu, wall: row.wall + wall});
}
const slowest = files.map((file) => ({...file, name: file.file, count: 1})).sort(byCpu);
print('folder', [...folders.values()].sort(byCpu));
print('file', slowest.slice(0, SLOWEST));
const unexplained = slowest.filter(({cpu, file}) => cpu > LONG && !/^ \* Slow: \w/m.test(readFileSync(file, 'utf8')));
for (const {cpu, file} of unexplained)
  console.log(`${file} takes ${cpu.toFixed(0)} s of CPU and has no line "Slow: …"`);
process.exitCode = unexplained.length > 0 ? 1 : (status ?? 1);

function byCpu(a, b) {
  return b.cpu - a.cpu;
}

function print(title, rows) {
  console.log(`\n| ${title} | files | wall, s | CPU, s |\n|---|---:|---:|---:|`);
  for (const {count, cpu, name, wall} of rows)
    console.log(`| ${name} | ${count} | ${wall.toFixed(1)} | ${cpu.toFixed(1)} |`);
}
