import {describe, expect, it} from 'vitest';
import {prune, simplifiedName} from '../../../src/analysis/tree/prune.ts';
import {ProfileBuilder} from '../../../src/model/builder/profile-builder.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {stackText} from '../../support/profile-text.ts';

/** One sample per stack; frames leaf first, `a+b` is a inlined into b. */
function profileOf(stacks: readonly string[], drop: string, keep = ''): Profile {
  const builder = new ProfileBuilder('test', 'test');
  builder.addSampleType('cpu', 'nanoseconds');
  builder.head.dropFrames = drop;
  builder.head.keepFrames = keep;
  for (const text of stacks) {
    let stack = -1;
    for (const frame of text.split(' < ').reverse()) {
      const lines = frame
        .split('+')
        .flatMap((name) => [builder.internFunction(builder.strings.intern(name), 0, 0, 0), 0, 0]);
      stack = builder.internStack(stack, builder.internLocation(0, 0, -1, false, lines));
    }
    builder.addValue(0, builder.appendSample(stack, 0), 1);
  }
  return builder.finish();
}

function pruned(stacks: readonly string[], drop: string, keep = ''): string[] {
  const profile = prune(profileOf(stacks, drop, keep));
  return [...profile.samples.stack].map((stack) => stackText(profile, stack));
}

describe('prune', () => {
  it('drops a matching frame and everything it called', () => {
    expect(pruned(['leaf < malloc < work < main'], 'malloc')).toEqual(['work < main']);
  });

  it('cuts at the match nearest to the root', () => {
    expect(pruned(['malloc < a < malloc < main'], 'malloc')).toEqual(['main']);
  });

  it('matches whole names only', () => {
    expect(pruned(['mallocgc < main'], 'malloc')).toEqual(['mallocgc < main']);
  });

  it('spares what keep_frames matches', () => {
    expect(pruned(['runtime.a < main', 'runtime.panic < main'], 'runtime\\..*', 'runtime\\.panic')).toEqual([
      'main',
      'runtime.panic < main',
    ]);
  });

  it('never takes the outermost frames', () => {
    expect(pruned(['leaf < main < runtime.main < runtime.goexit'], 'runtime\\..*')).toEqual([
      'leaf < main < runtime.main < runtime.goexit',
    ]);
  });

  it('keeps the function that a dropped one was inlined into', () => {
    expect(pruned(['leaf < malloc+work < main'], 'malloc')).toEqual(['work < main']);
  });

  it('drops the whole location when its real function matches', () => {
    expect(pruned(['leaf < work+malloc < main'], 'malloc')).toEqual(['main']);
  });

  it('returns the very profile when nothing matches', () => {
    const profile = profileOf(['work < main'], 'malloc');
    expect(prune(profile)).toBe(profile);
  });

  it('keeps every sample row and value', () => {
    const profile = prune(profileOf(['malloc < main', 'free < main'], 'malloc|free'));
    expect([...profile.samples.values[0]]).toEqual([1, 1]);
    expect(profile.samples.stack[0]).toBe(profile.samples.stack[1]);
  });

  it('warns of a pattern that does not compile and prunes nothing', () => {
    const profile = prune(profileOf(['malloc < main'], 'malloc', '(unclosed'));
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
