/**
 * The docs name files and options that exist: paths in backticks, options in backticks, and options in example commands.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Command} from 'commander';
import {expect, it} from 'vitest';
import {COMMANDS} from '../src/cli/commands/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['bench', 'docs', 'examples', 'proto', 'samples', 'schema', 'scripts', 'src', 'test', 'viewer'];

/** Folders that a build or a release makes, the example of CONTRIBUTING.md, and placeholders. */
const MADE = /^(?:dist|node_modules|release)\/|chan-crowd|[<>…]|\b(?:DIR|FILE|NAME|TIME|VERSION)\b/;

/** Options of other programs, of npm scripts and of every command that the docs name. */
const FOREIGN = new Set(
  `--always-sparkplug --enable-pprof --full --interrupt-budget
  --invocation-count-for-maglev --invocation-count-for-turbofan --max-lazy --no-checks --no-lazy-feedback-allocation --no-opt
  --command --dry-run --folder --help --missing --profiling --single-threaded --slow --tagfocus --version`.split(/\s+/),
);

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'}).map((path) => `${folder}/${path}`);
}

const files = [...FOLDERS, ...readdirSync(ROOT), ...FOLDERS.flatMap(filesBelow)];
const pages = files
  .filter((path) => path.endsWith('.md') && !/^(?:samples|CHANGELOG|THIRD-PARTY)|mcp-transcripts/.test(path))
  .map((path) => ({path, text: readFileSync(join(ROOT, path), 'utf8')}));

const inline = pages.flatMap(({path, text}) =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, code]) => ({path, code})),
);

function exists(path: string): boolean {
  const escaped = path
    .replace(/^(?:\.\.\/)+|\/$/g, '')
    .replace(/[.+()]/g, '\\$&')
    .replaceAll('*', '[^/]*');
  const pattern = new RegExp(
    `(?:^|/)${escaped.replace(/\{([^}]*)\}/g, (_, names) => `(?:${names.replaceAll(',', '|')})`)}$`,
  );
  return files.some((file) => pattern.test(file));
}

it('every path in backticks exists', () => {
  const isPath = (code: string) =>
    /^[\w@.*{},/-]+$/.test(code) &&
    (/\.(?:ts|mjs)$/.test(code) || (code.includes('/') && FOLDERS.includes(code.split('/')[0])));
  const paths = inline.filter(({code}) => isPath(code) && !MADE.test(code));
  expect(paths.length).toBeGreaterThan(100);
  expect(paths.filter(({code}) => !exists(code))).toEqual([]);
});

const options = new Map<string, readonly (string | undefined)[]>();
for (const {load, name} of COMMANDS) {
  const command = new Command(name);
  (await load()).define(command, () => undefined, COMMANDS);
  options.set(
    name,
    command.options.flatMap(({long, short}) => [long, short]),
  );
}

it('every option in backticks is one of a command', () => {
  const known = new Set([...options.values()].flat());
  const named = inline.flatMap(({code, path}) => {
    const option = /^--[a-z][a-z-]*/.exec(code.replaceAll('_', '-'))?.[0];
    return option === undefined ? [] : [{option, path}];
  });
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({option}) => !known.has(option) && !FOREIGN.has(option))).toEqual([]);
});

it('every option in an example is one of its command', () => {
  const examples = pages.flatMap(({path, text}) =>
    [...text.matchAll(/\bpprofx ([a-z-]+) ([^\n|#`>]*)/g)].map(([, name, rest]) => ({name, path, rest})),
  );
  const used = examples.flatMap(({name, path, rest}) =>
    options.has(name)
      ? [...rest.split(' -- ')[0].matchAll(/(?<=^| )--[a-z][a-z-]*/g)].map(([option]) => ({name, option, path}))
      : [],
  );
  expect(used.length).toBeGreaterThan(50);
  expect(used.filter(({name, option}) => !options.get(name)?.includes(option))).toEqual([]);
});
