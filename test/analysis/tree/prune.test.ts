import {describe, expect, it} from 'vitest';
import {prune, simplifiedName} from '../../../src/analysis/tree/prune.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {stackText} from '../../support/profile-text.ts';
import {profileOf} from '../../support/stacks.ts';

function withPatterns(stacks: readonly string[], dropFrames: string, keepFrames = ''): Profile {
  const samples = stacks.map((stack) => ({frames: stack.split(';'), values: [1]}));
  return {...profileOf(samples), dropFrames, keepFrames};
}

function pruned(stacks: readonly string[], drop: string, keep = ''): string[] {
  const profile = prune(withPatterns(stacks, drop, keep));
  return [...profile.samples.stack].map((stack) => stackText(profile, stack));
}

describe('prune', () => {
  it('drops a matching frame and everything it called', () => {
    expect(pruned(['main;work;malloc;leaf'], 'malloc')).toEqual(['work < main']);
  });

  it('cuts at the match nearest to the root', () => {
    expect(pruned(['main;malloc;a;malloc'], 'malloc')).toEqual(['main']);
  });

  it('matches whole names only', () => {
    expect(pruned(['main;mallocgc'], 'malloc')).toEqual(['mallocgc < main']);
  });

  it('spares what keep_frames matches', () => {
    expect(pruned(['main;runtime.a', 'main;runtime.panic'], 'runtime\\..*', 'runtime\\.panic')).toEqual([
      'main',
      'runtime.panic < main',
    ]);
  });

  it('never takes the outermost frames', () => {
    expect(pruned(['runtime.goexit;runtime.main;main;leaf'], 'runtime\\..*')).toEqual([
      'leaf < main < runtime.main < runtime.goexit',
    ]);
  });

  it('keeps the function that a dropped one was inlined into', () => {
    expect(pruned(['main;malloc<work;leaf'], 'malloc')).toEqual(['work < main']);
  });

  it('drops the whole location when its real function matches', () => {
    expect(pruned(['main;work<malloc;leaf'], 'malloc')).toEqual(['main']);
  });

  it('returns the very profile when nothing matches', () => {
    const profile = withPatterns(['main;work'], 'malloc');
    expect(prune(profile)).toBe(profile);
  });

  it('keeps every sample row and value', () => {
    const profile = prune(withPatterns(['main;malloc', 'main;free'], 'malloc|free'));
    expect([...profile.samples.values[0]]).toEqual([1, 1]);
    expect(profile.samples.stack[0]).toBe(profile.samples.stack[1]);
  });

  it('warns of a pattern that does not compile and prunes nothing', () => {
    const profile = prune(withPatterns(['main;malloc'], 'malloc', '(unclosed'));
    expect(profile.warnings.map(({code}) => code)).toEqual(['BAD_DROP_FRAMES']);
    expect(stackText(profile, profile.samples.stack[0])).toBe('malloc < main');
  });
});

describe('simplifiedName', () => {
  it.each([
    ['operator new(unsigned long)', 'operator new'],
    ['.f', 'f'],
    ['(anonymous namespace)::f(int)', '(anonymous namespace)::f'],
    ['Foo::operator()(int) const', 'Foo::operator()'],
    ['runtime.(*mcache).refill', 'runtime.'],
    ['plain', 'plain'],
  ])('of %s is %s', (name, simplified) => {
    expect(simplifiedName(name)).toBe(simplified);
  });
});
