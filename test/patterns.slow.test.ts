/**
 * Every regular expression of the compiled code on long texts of one repeated piece.
 *
 * One that starts again at each place, or divides one run between two loops, needs the square of the length: some
 * seconds for the texts here, where the others take milliseconds. The bound lies far from both.
 *
 * Slow: hundreds of patterns, each on dozens of long texts.
 */
import {describe, expect, it} from 'vitest';
import {visitCompiledCode} from './support/compiled-code.ts';

const LENGTH = 60_000;
const MAX_CPU_SECONDS = 2;

const PIECES = [
  'a',
  'A',
  '0',
  '_',
  '/',
  '.',
  '-',
  ':',
  ' ',
  '\t',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
  '=',
  '"',
  "'",
  '`',
  '\\',
  '|',
  '*',
  '@',
  '#',
  '%',
  '&',
  '$',
  '.a',
  'a.',
  'a/',
  '/.',
  '-.',
  '(a',
  ')(',
  '[a',
  '{t',
  '/:',
  '//',
  '0 ',
  ' 0',
  '0:',
  ': ',
  '= ',
  'a=b ',
  '\\"',
  "\\'",
  'x(',
  '0x1 ',
  '+0x1\t',
  '#0x1\t+0x1\t0',
  '..func',
  '.func1',
  '-fm',
  'goroutine 1 [',
  'goroutine 1 [a{',
  'created by ',
  ' -> ',
  ' <- ',
  'a as ',
  'export{',
  '<p',
  '&#1',
  '&a',
  '\u00e2\u0094\u0094',
  '1: 1 [1: 1] @ 0x',
  '1 1 @ 0x1 ',
  '1%  1%',
];
/** What keeps the end of a text from matching. */
const ENDS = ['', '!'];

function collectPatterns(): Map<string, RegExp> {
  const patterns = new Map<string, RegExp>();
  visitCompiledCode((node, text, place) => {
    const regex = node['regex'] as {readonly pattern: string; readonly flags: string} | undefined;
    if (node.type !== 'Literal' || regex === undefined || place.startsWith('cli/pprofx.cjs')) return;
    patterns.set(text.slice(node.start, node.end), new RegExp(regex.pattern, regex.flags));
  });
  return patterns;
}

/** Texts that get as far into the pattern as its literal beginning. */
function beginnings({source}: RegExp): string[] {
  const literal = /^\^?((?:[\w /-]|\\[^\w])+)/.exec(source)?.[1]?.replaceAll('\\', '') ?? '';
  return literal === '' ? [''] : ['', literal];
}

function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const {system, user} = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe('every pattern', () => {
  const patterns = collectPatterns();

  it('is found', () => {
    expect(patterns.size).toBeGreaterThan(250);
  });

  it('takes linear time on one repeated piece', {timeout: 600_000}, () => {
    const slow: string[] = [];
    const texts = PIECES.flatMap((piece) => ENDS.map((end) => piece.repeat(LENGTH / piece.length) + end));
    for (const [shown, pattern] of patterns) {
      for (const text of texts) {
        const seconds = cpuSeconds(() => {
          for (const beginning of beginnings(pattern)) `${beginning}${text}`.replace(pattern, '');
        });
        if (seconds < MAX_CPU_SECONDS) continue;
        slow.push(`${shown.slice(0, 200)} on ${JSON.stringify(text.slice(0, 30))}: ${seconds} s`);
        break;
      }
    }
    expect(slow).toEqual([]);
  });
});
