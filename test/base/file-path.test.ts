/**
 * Paths against Go's path/filepath, and the prefixes that go tool pprof trims.
 */
import {describe, expect, it} from 'vitest';
import {baseName, cleanPath, splitList, trimSourcePath} from '../../src/base/file-path.ts';

// The table of filepath.Clean's own tests.
it.each([
  ['', '.'],
  ['abc', 'abc'],
  ['abc/def', 'abc/def'],
  ['.', '.'],
  ['..', '..'],
  ['../..', '../..'],
  ['../../abc', '../../abc'],
  ['/abc', '/abc'],
  ['/', '/'],
  ['abc/', 'abc'],
  ['abc/def/', 'abc/def'],
  ['../', '..'],
  ['/abc/', '/abc'],
  ['abc//def//ghi', 'abc/def/ghi'],
  ['//abc', '/abc'],
  ['///abc//', '/abc'],
  ['abc/./def', 'abc/def'],
  ['/./abc/def', '/abc/def'],
  ['abc/.', 'abc'],
  ['abc/def/ghi/../jkl', 'abc/def/jkl'],
  ['abc/def/../ghi/../jkl', 'abc/jkl'],
  ['abc/def/..', 'abc'],
  ['abc/def/../..', '.'],
  ['/abc/def/../..', '/'],
  ['abc/def/../../..', '..'],
  ['/abc/def/../../..', '/'],
  ['abc/def/../../../ghi/jkl/../../../mno', '../../mno'],
  ['/../abc', '/abc'],
  ['abc/./../def', 'def'],
  ['abc//./../def', 'def'],
  ['abc/../../././../def', '../../def'],
  ['a..b/c.d/.e', 'a..b/c.d/.e'],
])('%j cleaned is %j', (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
});

// The table of filepath.Base's own tests.
it.each([
  ['', '.'],
  ['.', '.'],
  ['/.', '.'],
  ['/', '/'],
  ['////', '/'],
  ['x/', 'x'],
  ['abc', 'abc'],
  ['abc/def', 'def'],
  ['a/b/.x', '.x'],
  ['a/b/c.', 'c.'],
])('the last element of %j is %j', (path, base) => {
  expect(baseName(path)).toBe(base);
});

describe('the path of a source', () => {
  it.each([
    ['without prefixes is as it stands', '/home/a/f.go', '', '', '/home/a/f.go'],
    ['loses a prefix', '/home/a/f.go', '/home', '', 'a/f.go'],
    ['loses a prefix with a slash at its end', '/home/a/f.go', '/home/', '', 'a/f.go'],
    ['loses the first prefix that fits', '/home/a/f.go', '/work:/home:/home/a', '', 'a/f.go'],
    ['keeps what only begins like a prefix', '/homes/a/f.go', '/home', '', '/homes/a/f.go'],
    ['loses the sandbox of Bazel', '/proc/self/cwd/a/f.go', '', '', 'a/f.go'],
    ['loses the sandbox in its longer form', '/proc/self/cwd/./a/f.go', '', '', 'a/f.go'],
    ['is cut behind the base name of a search directory', '/build/9/shop/a/f.go', '', '/src/shop', 'a/f.go'],
    ['is cut behind the first one inside it', '/build/9/shop/a/f.go', '', '/src/other:/src/shop/', 'a/f.go'],
    ['is not cut inside an element', '/build/workshop/a/f.go', '', '/src/shop', '/build/workshop/a/f.go'],
    ['follows prefixes where there are any', '/build/9/shop/a/f.go', '/build', '/src/shop', '9/shop/a/f.go'],
  ])('%s', (_, path, trimPath, searchPath, trimmed) => {
    expect(trimSourcePath(path, trimPath, searchPath)).toBe(trimmed);
  });
});

it('an empty list of paths has no elements', () => {
  expect([splitList(''), splitList('/a'), splitList('/a:/b')]).toEqual([[], ['/a'], ['/a', '/b']]);
});
