/**
 * Names, paths, labels, lines and patterns of a quarter of a mebibyte that a stranger chose: every helper that takes one
 * is linear in its length.
 *
 * Quadratic time on so much is more than a minute, linear time milliseconds; the bound lies far from both, so that a busy
 * machine changes nothing. PPROFX_NAME_BYTES=1048576 makes them longer.
 *
 * Slow: every helper on every shape of a long name.
 */
import {describe, expect, it} from 'vitest';
import {namePattern} from '../../src/analysis/knowledge/signature-match.ts';
import {layerOf} from '../../src/analysis/names/layers.ts';
import {compilePattern} from '../../src/analysis/names/pattern.ts';
import {PprofxError} from '../../src/base/errors.ts';
import {baseName, cleanPath, trimSourcePath} from '../../src/base/file-path.ts';
import {safeText} from '../../src/base/safe-text.ts';
import {encodeUtf8} from '../../src/base/utf8.ts';
import {maskUrl, maskUrls} from '../../src/cli/input/mask-url.ts';
import {findAnchor} from '../../src/formats/goroutine-text/transport/anchors.ts';
import {undoDamage, unescapeLines} from '../../src/formats/goroutine-text/transport/unescape.ts';
import {parseSymbolLine} from '../../src/formats/legacy/lines/symbol-line.ts';
import {enclosingFunction, identityName, packageOf, parseSymbol, shortName} from '../../src/model/symbol.ts';
import {readProfile} from '../../src/read.ts';
import {paletteRow} from '../../src/render/words/palette.ts';
import {xmlText} from '../../src/render/words/xml.ts';

const LENGTH = Number(process.env['PPROFX_NAME_BYTES'] ?? 2 ** 18);
const MAX_CPU_SECONDS = 8;

/** Repeated to the length; `tail` keeps patterns from matching at the end. */
const SHAPES: readonly (readonly [head: string, piece: string, tail: string])[] = [
  ['main.f', '[', ''],
  ['main.f', '[', ']'],
  ['main.f', '[a]', ''],
  ['main.f', '.func1', '!'],
  ['main.f', '.1', '!'],
  ['main.f', '-fm', ''],
  ['x::', '(', '\n'],
  ['x::', '<', '\n'],
  ['/', '/', 'a'],
  ['', '/a', ''],
  ['', '../', ''],
  ['a', ' ', 'b'],
  ['', '\t', 'x'],
  ['', 'a', ''],
  ['', 'a/vendor/', ''],
  ['', '%2e', ''],
  ['http://', '@', ''],
  ['', 'goroutine 1 [a{', ''],
  ['', '\\"', ''],
  ['', '&#', ''],
  ['', ' -/', ''],
  ['0x1 ', '+0x1 ', 'a'],
];

const HELPERS: Readonly<Record<string, (text: string) => unknown>> = {
  parseSymbol,
  identityName,
  enclosingFunction,
  shortName,
  packageOf,
  layerOf,
  paletteRow,
  baseName,
  cleanPath,
  safeText,
  xmlText,
  maskUrl,
  maskUrls,
  findAnchor,
  undoDamage,
  unescapeLines,
  parseSymbolLine,
  trimSourcePath: (text) => trimSourcePath(text, '', '/home/a/src'),
  'a signature with stars': namePattern('*a*a*b'),
  'a pattern of the user': (text) => compilePattern('(a+)+$', '--focus').test(text),
};

/** What makes a text one of a tool's, whatever follows. */
const TOOL_HEADS: Readonly<Record<string, string>> = {
  'perf script': 'app 1/2 [003] 7.1: 250 cycles:u:\n\t4a1 main.f+0x1 (/bin/app)\n\n',
  bpftrace: '@[\n    a+1\n    b+2\n]: 5\n',
};
const LINE = 4000;

describe.each(Object.entries(TOOL_HEADS))('lines of %s', (_, head) => {
  it('are linear in their length', {timeout: 600_000}, () => {
    const before = process.cpuUsage();
    for (const [start, piece, end] of SHAPES) {
      const line = `a 1${start}${piece.repeat(LINE / piece.length)}${end}!\n`;
      try {
        readProfile(encodeUtf8(head + line.repeat(200)));
      } catch (error) {
        expect(error).toBeInstanceOf(PprofxError);
      }
    }
    const {system, user} = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(MAX_CPU_SECONDS);
  });
});

describe.each(Object.entries(HELPERS))('%s', (_, helper) => {
  it('is linear in the length of what it takes', {timeout: 600_000}, () => {
    const before = process.cpuUsage();
    for (const [head, piece, tail] of SHAPES) helper(head + piece.repeat(LENGTH / piece.length) + tail);
    const {system, user} = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(MAX_CPU_SECONDS);
  });
});

describe('names', () => {
  it.each([
    ['p.F[go.shape.int]', 'p.F[...]'],
    ['p.F[a[b],c[d[e]]].func1', 'p.F[...].func1'],
    ['p.F[a].G[b]', 'p.F[...].G[...]'],
    ['p.F[a[b]', 'p.F[a[...]'],
    ['p.F]a[b', 'p.F]a[b'],
    ['p.F[a]]', 'p.F[...]]'],
  ])('%s is %s, whatever the brackets', (name, expected) => {
    expect(identityName(name)).toBe(expected);
  });

  it.each([
    ['main.f.func1.2.gowrap3-fm', 'func1.2.gowrap3-fm'],
    ['main.f-range2', '-range2'],
    ['main.f.deferwrap1', 'deferwrap1'],
    ['main.func1x', ''],
    ['main.f.funcs', ''],
  ])('%s ends in the closure "%s"', (name, closure) => {
    expect(parseSymbol(name).closure).toBe(closure);
  });
});

describe('a signature with stars', () => {
  it.each([
    ['a/*.Run', 'x/a/b.Run', true],
    ['a/*.Run', 'xa/b.Run', false],
    ['pkg.(*T).*', 'x/pkg.(*T).Get', true],
    ['pkg.(*T).*', 'x/pkg.(*U).Get', false],
    ['*a*a*b', 'p.aXaXb', true],
    ['*a*a*b', 'p.aXb', false],
    ['a*a', 'a', false],
    ['*', 'anything.At', true],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(namePattern(pattern)(name)).toBe(expected);
  });
});
