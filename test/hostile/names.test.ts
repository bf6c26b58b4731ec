/**
 * Hostile names through every command and format: what comes out is parsed by parsers that forgive nothing.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {readProfile} from '../../src/read.ts';
import {pprofx} from '../support/cli.ts';
import {HOSTILE_FRAMES, HOSTILE_NAMES, hostileDump, hostileProfile} from '../support/hostile-profile.ts';
import {checkTerminalText, dotStatements, foldedStacks, xmlElements} from '../support/strict-parsers.ts';

const folder = mkdtempSync(join(tmpdir(), 'pprofx-names-'));
const PROFILE = join(folder, 'hostile.pb');
const TYPED = join(folder, 'types.pb');
const DUMP = join(folder, 'dump.txt');
writeFileSync(PROFILE, hostileProfile());
writeFileSync(TYPED, hostileProfile('hostile'));
writeFileSync(DUMP, hostileDump());
afterAll(() => rmSync(folder, {recursive: true}));

/** Standard output of a run that must succeed, and whose standard error is clean as well. */
function output(...args: string[]): string {
  const {code, stderr, stdout} = pprofx(args);
  checkTerminalText(stderr);
  expect({code, stderr}).toEqual({code: 0, stderr: expect.not.stringMatching(/ {4}at |pprofx has a bug/)});
  return stdout;
}

const TEXTS: readonly string[][] = [
  ['analyze', PROFILE],
  ['analyze', DUMP],
  ['comments', PROFILE],
  ['diff', PROFILE, PROFILE],
  ['flame', PROFILE],
  ['goroutines', DUMP],
  ['goroutines', '--by', 'creator', '--ids', '--full', DUMP],
  ['peek', '.', PROFILE],
  ['raw', PROFILE],
  ['tags', PROFILE],
  ['top', PROFILE],
  ['top', '--lines', '--full', PROFILE],
  ['traces', PROFILE],
  ['tree', PROFILE],
];

const JSONS: readonly string[][] = [
  ['analyze', '--format', 'json', PROFILE],
  ['analyze', '--format', 'json', DUMP],
  ['convert', '--to', 'json', '-o', '-', PROFILE],
  ['convert', '--to', 'speedscope', '-o', '-', PROFILE],
  ['diff', '--format', 'json', PROFILE, PROFILE],
  ['goroutines', '--format', 'json', DUMP],
  ['peek', '--format', 'json', '.', PROFILE],
  ['tags', '--format', 'json', PROFILE],
  ['top', '--format', 'json', PROFILE],
  ['traces', '--format', 'json', PROFILE],
  ['tree', '--format', 'json', PROFILE],
];

const PICTURES: readonly string[][] = [
  ['flame', '--format', 'svg', PROFILE],
  ['graph', '--nodefraction', '0', PROFILE],
  ['diff', '--format', 'svg', PROFILE, PROFILE],
];

/** The same commands for the profile whose sample types and units are hostile too. */
function withTypes(commands: readonly string[][]): string[][] {
  const typed = (args: readonly string[]): string[] => args.map((arg) => (arg === PROFILE ? TYPED : arg));
  return [...commands, ...commands.filter((args) => args.includes(PROFILE)).map(typed)];
}

describe('hostile names', () => {
  it.each(withTypes(TEXTS))('%s as text moves no cursor: %s', (...args: string[]) => {
    checkTerminalText(output(...args));
  });

  it.each(withTypes(JSONS))('%s as JSON is valid: %s %s', (...args: string[]) => {
    const text = output(...args);
    expect(JSON.parse(text)).toBeTypeOf('object');
    expect(text).not.toMatch(/\bNaN\b|\bInfinity\b/);
  });

  it.each(withTypes(PICTURES))(
    '%s as SVG is well-formed and holds no element of theirs: %s %s',
    (...args: string[]) => {
      const elements = xmlElements(output(...args));
      expect(elements[0]).toBe('svg');
      expect(elements.filter((name) => name === 'img' || name === 'b')).toEqual([]);
      expect(elements.filter((name) => name === 'script')).toEqual([]);
    },
  );

  it('a hostile name through JSON is the very name', () => {
    const rows = JSON.parse(output('top', '--format', 'json', PROFILE)).rows as {function: string}[];
    const names = new Set(rows.map((row) => row.function));
    expect(HOSTILE_NAMES.filter((name) => name !== '' && !names.has(name))).toEqual([]);
  });

  it('the table of top has a line for every function', () => {
    const lines = output('top', PROFILE).split('\n');
    const heading = lines.findIndex((line) => /\bflat%/.test(line));
    const rows = lines.slice(heading + 1).filter((line) => /^\s*\S+\s+\S*%/.test(line));
    expect(rows).toHaveLength(JSON.parse(output('top', '--format', 'json', PROFILE)).rows.length);
  });

  it.each([PROFILE, TYPED])('DOT of %s holds strings and nothing that was in them', (profile) => {
    const statements = dotStatements(output('dot', '--nodefraction', '0', profile));
    const odd = statements.filter(
      (line) => !/^(?:digraph ""|\}|node |subgraph |[NL]\d+(?:_\d+)? |NN?\d+(?:_\d+)? )/.test(line),
    );
    expect(odd).toEqual([]);
    expect(statements.join('\n')).not.toContain('evil');
  });

  it('folded stacks keep one line a stack and one frame a name', () => {
    const stacks = foldedStacks(output('convert', '--to', 'folded', '-o', '-', PROFILE));
    const depths = new Set(stacks.map(({frames}) => frames.length));
    expect([...depths].sort((a, b) => a - b)).toEqual([1, HOSTILE_FRAMES]);
  });

  it.each([PROFILE, TYPED])('callgrind of %s has only lines of its grammar', (profile) => {
    const lines = output('callgrind', profile).split('\n');
    const odd = lines.filter(
      (line) =>
        !/^$|^(?:positions|events|creator|version|cmd|summary|totals): |^(?:ob|fl|fi|fe|fn|cob|cfi|cfl|cfn)=\(\d+\)(?: [^\n]*)?$|^(?:fl|fn|ob|cfl|cfn|cob)=$|^calls=\d+ |^(?:0x[0-9a-f]+|[+-]?\d+|\*)(?: (?:[+-]?\d+|\*))+$/.test(
          line,
        ),
    );
    expect(odd).toEqual([]);
    checkTerminalText(lines.join('\n'));
  });

  it('Markdown of diff lets no name start markup', () => {
    for (const profile of [PROFILE, TYPED]) {
      const text = output('diff', '--format', 'markdown', profile, profile);
      checkTerminalText(text);
      expect(text).not.toMatch(/<script|<img|<svg|<b>/i);
      expect(text).not.toMatch(/^# heading/m);
    }
  });

  it.each([
    ['flame', PROFILE],
    ['analyze', TYPED],
    ['diff', TYPED, TYPED],
  ])('HTML of %s holds their text and none of their markup', (command, ...inputs) => {
    const html = output(command, '--format', 'html', ...inputs);
    expect(html).not.toMatch(/<img src=x|<svg onload|<script>window\.__pwned/);
    expect(html).toMatch(/<meta http-equiv="Content-Security-Policy"/);
  });

  it('pprof output reads back with the same names', () => {
    const target = join(folder, 'merged.pb.gz');
    output('merge', '-o', target, PROFILE, PROFILE);
    const profile = readProfile(readFileSync(target));
    const names = new Set(Array.from(profile.functions.name, (row) => profile.strings.at(row)));
    expect(HOSTILE_NAMES.filter((name) => !names.has(name))).toEqual([]);
  });
});
