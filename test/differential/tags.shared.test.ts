/**
 * `tags` against the golden files of google/pprof's own driver: newer than Go 1.19, with shares of the whole profile.
 */
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {decodeUtf8} from '../../src/base/utf8.ts';
import {peerPath} from '../support/shared.ts';
import {runPprofx} from './pprofx.ts';

const CASES: readonly (readonly [golden: string, profile: string, ...options: readonly string[]])[] = [
  ['tags-cpu', 'cpu'],
  ['tags-heap', 'heap'],
  ['tags-unit-bytes-heap', 'heap', '-unit=bytes'],
  [
    'tags-relative_percentages-tagfocus-400kb--heap_request',
    'heap_request',
    '-relative_percentages',
    '-tagfocus=400kb:',
  ],
  ['tags-tagfocus-400kb--heap_request', 'heap_request', '-tagfocus=400kb:'],
  ['tags-tagfocus-400kb--heap_request-2', 'heap_request', '-tagfocus=+400kb:'],
  ['tags-tagignore-tag-13-tagfocus-key-12--cpu', 'cpu', '-tagfocus=key[12]', '-tagignore=tag[13]'],
];

/** `key: Total 1 of 2 (50%)` and `1 (50%) value`, without columns. */
function rowsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' ').replace('( ', '(').replace('): ', ') '))
    .filter((line) => line !== '');
}

describe('tags', () => {
  it.each(CASES)('%s of google/pprof', async (golden, profile, ...options) => {
    const path = peerPath('pprof-driver', `${profile}.pb.gz`);
    const ours = rowsOf(decodeUtf8((await runPprofx(['tags', ...options, path])) ?? new Uint8Array(0)));
    const first = ours.findIndex((line) => line.includes(': Total '));
    const expected = readFileSync(peerPath('pprof-driver', 'golden', `${golden}.txt`), 'utf8');
    expect(ours.slice(first)).toEqual(rowsOf(expected));
  });
});
