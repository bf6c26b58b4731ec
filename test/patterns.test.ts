/**
 * Every regular expression of the compiled code and of its bundles with the page and packages, literal or put together, on long texts of one repeated piece.
 *
 * One that starts again at each place, or divides one run between two loops, needs the square of the length: some
 * seconds for texts of 60 000 characters, where the others take milliseconds. The bound lies far from both. On a sixth of
 * the length such a pattern still needs a 36th of the time, so only what takes 5 ms there is tried on all of it.
 */
import {once} from 'node:events';
import {Worker} from 'node:worker_threads';
import {beforeAll, describe, expect, it} from 'vitest';
import {type SyntaxNode, visitBundles, visitCompiledCode} from './support/compiled-code.ts';

const LENGTH = 60_000;
const SHORT_LENGTH = LENGTH / 6;
const MAX_CPU_SECONDS = 2;
const SUSPICIOUS_SECONDS = 0.005;

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
  '[<0>] a+0x1/0x2 ',
  '+0x1/0x2 [a] (P)',
  'task:a state:D pid: 1 ',
  'INFO: task a:1 ',
  '/proc/1/task/1',
  '] a D 0 1 1 0x00000001 ',
];
/** What keeps the end of a text from matching. */
const ENDS = ['', '!'];

interface CompiledPatterns {
  readonly literals: ReadonlyMap<string, RegExp>;
  /** Modules that put patterns together. */
  readonly makers: ReadonlySet<string>;
}

function compiledPatterns(): CompiledPatterns {
  const literals = new Map<string, RegExp>();
  const makers = new Set<string>();
  const addLiteral = (node: SyntaxNode, text: string): void => {
    const regex = node['regex'] as {readonly pattern: string; readonly flags: string} | undefined;
    if (node.type === 'Literal' && regex !== undefined) {
      literals.set(text.slice(node.start, node.end), new RegExp(regex.pattern, regex.flags));
    }
  };
  visitBundles(addLiteral);
  visitCompiledCode((node, text, file) => {
    addLiteral(node, text);
    const isCall = node.type === 'NewExpression' || node.type === 'CallExpression';
    if (isCall && (node['callee'] as SyntaxNode)['name'] === 'RegExp') makers.add(file);
  });
  return {literals, makers};
}

/** A heap profile out of a log: its lines begin with what stands before the first. */
const PASTED = ['heap profile: 1: 8 [1: 8] @ heap/1048576', '1: 8 [1: 8] @ 0x1', '#\t0x1\tmain.f+0x1\t/src/f.go:1', '']
  .map((line) => `pod-7 (2) [x|y] 12:30:01 | ${line}`)
  .join('\n');

/** By pattern, with the stack of its maker. */
async function composedPatterns(): Promise<Map<RegExp, string>> {
  const thread = new Worker(new URL('support/composed-patterns.mjs', import.meta.url), {workerData: PASTED});
  const [made] = (await once(thread, 'message')) as [[RegExp, string][]];
  await thread.terminate();
  return new Map(made);
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

interface LongText {
  readonly piece: string;
  readonly short: string;
  readonly long: string;
}

const TEXTS: readonly LongText[] = PIECES.flatMap((piece) =>
  ENDS.map((end) => ({
    piece,
    short: piece.repeat(SHORT_LENGTH / piece.length) + end,
    long: piece.repeat(LENGTH / piece.length) + end,
  })),
);

function secondsOn(pattern: RegExp, {long, short}: LongText): number {
  const on = (text: string): number =>
    cpuSeconds(() => {
      for (const beginning of beginnings(pattern)) `${beginning}${text}`.replace(pattern, '');
    });
  return on(short) < SUSPICIOUS_SECONDS ? 0 : on(long);
}

function slowOnes(patterns: Iterable<RegExp>): string[] {
  const slow: string[] = [];
  for (const pattern of patterns) {
    const text = TEXTS.find((each) => secondsOn(pattern, each) >= MAX_CPU_SECONDS);
    if (text !== undefined) slow.push(`${String(pattern).slice(0, 200)} on ${JSON.stringify(text.piece)}`);
  }
  return slow;
}

describe('every pattern', () => {
  const {literals, makers} = compiledPatterns();
  let composed: ReadonlyMap<RegExp, string>;
  beforeAll(async () => {
    composed = await composedPatterns();
  });

  it('is found', () => {
    const stacks = [...composed.values()];
    expect(literals.size).toBeGreaterThan(500);
    expect([...makers].filter((file) => !stacks.some((stack) => stack.includes(file)))).toEqual([]);
  });

  it('takes linear time on one repeated piece', {timeout: 120_000}, () => {
    expect(slowOnes([...literals.values(), ...composed.keys()])).toEqual([]);
  });
});
