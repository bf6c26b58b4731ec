/**
 * What the builder makes of rows: what folds, what stays apart, and what it adds by itself.
 */
import {describe, expect, it} from 'vitest';
import {NONE} from '../../../src/base/columns.ts';
import {ProfileBuilder} from '../../../src/model/builder/profile-builder.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {sampleLines} from '../../support/profile-text.ts';

const LABEL = 'class';

/** A builder with one sample for each `root;leaf {label} value`. */
function builderOf(samples: readonly string[], types: readonly string[] = ['cpu']): ProfileBuilder {
  const builder = new ProfileBuilder('test', 'test.pb');
  for (const type of types) builder.addSampleType(type, 'count');
  for (const sample of samples) {
    const [, stack = '', label, values = ''] = /^(\S*)(?: \{(\w+)\})? (.*)$/.exec(sample) ?? [];
    const row = builder.internSample(stackOf(builder, stack), labelSetOf(builder, label));
    values.split(' ').forEach((value, type) => {
      builder.addValue(type, row, Number(value));
    });
  }
  return builder;
}

function stackOf(builder: ProfileBuilder, text: string): number {
  if (text === '') return NONE;
  return text
    .split(';')
    .reduce(
      (stack, name) => builder.internStack(stack, builder.internNamedLocation(builder.strings.intern(name))),
      NONE,
    );
}

function labelSetOf(builder: ProfileBuilder, label: string | undefined): number {
  if (label === undefined) return 0;
  const {strings} = builder;
  return builder.internLabelSet([{key: strings.intern(LABEL), text: strings.intern(label), number: 0n, unit: 0}]);
}

const linesOf = (profile: Profile): string[] => sampleLines(profile).sort();

describe('samples', () => {
  it('of one stack and one label set fold, others stay apart', () => {
    const profile = builderOf(['main;run 1', 'main;run {a} 2', 'main;run 4', 'main 8', 'main;run {b} 16']).finish();
    expect(linesOf(profile)).toEqual([
      '16: run < main {class=b}',
      '2: run < main {class=a}',
      '5: run < main',
      '8: main',
    ]);
    expect(profile.counts).toEqual({samples: 4, locations: 2, functions: 2, mappings: 0});
  });

  it('without any value are dropped with their labels and stacks', () => {
    const profile = builderOf(['main {a} 0 0', 'run {b} 0 3', 'go 0 0', 'end {c} 2 0'], ['x', 'y']).finish();
    expect(linesOf(profile)).toEqual(['0 3: run {class=b}', '2 0: end {class=c}']);
    expect(profile.samples.length).toBe(2);
  });

  it('whose values cancel out are dropped too', () => {
    expect(linesOf(builderOf(['main 5', 'run 1', 'main -5']).finish())).toEqual(['1: run']);
  });

  it('that were appended stay apart', () => {
    const builder = builderOf([]);
    for (const value of [1, 2]) builder.addValue(0, builder.appendSample(stackOf(builder, 'main'), 0), value);
    expect(linesOf(builder.finish())).toEqual(['1: main', '2: main']);
  });

  it('get as many values as there are types', () => {
    const few = builderOf(['main 1', 'run 2'], ['x', 'y', 'z']);
    few.fitValues(3);
    expect(linesOf(few.finish())).toEqual(['1 0 0: main', '2 0 0: run']);
    const many = builderOf(['main 1 7', 'run 2 8'], ['x']);
    many.fitValues(1);
    expect(linesOf(many.finish())).toEqual(['1: main', '2: run']);
  });

  it('may be counted before all other types, which keeps those without a value', () => {
    const builder = builderOf(['main 0', 'run 2']);
    builder.countSamplesFirst({type: 'goroutines', unit: 'count'});
    const profile = builder.finish();
    expect(linesOf(profile)).toEqual(['1 0: main', '1 2: run']);
    expect(profile.sampleTypes.map(({type}) => type)).toEqual(['goroutines', 'cpu']);
  });
});

describe('final rows in place of provisional ones', () => {
  it('fold stacks and samples that became equal', () => {
    const builder = builderOf(['main;run 1', 'main;go 2', 'main 4', ' 8']);
    // Locations are main, run and go; run and go become one.
    builder.remap(Int32Array.of(0, 1, 1));
    const profile = builder.finish();
    expect(linesOf(profile)).toEqual(['3: run < main', '4: main', '8: ']);
    expect(profile.stacks.length).toBe(2);
  });

  it('fold label sets, and keep samples of different ones apart', () => {
    const builder = builderOf(['main {a} 1', 'main {b} 2', 'main {c} 4']);
    builder.remap(Int32Array.of(0), Int32Array.of(0, 1, 1, 3));
    expect(linesOf(builder.finish())).toEqual(['3: main {class=a}', '4: main {class=c}']);
  });

  it('leave appended samples apart', () => {
    const builder = builderOf([]);
    for (const [name, value] of [['run', 1] as const, ['go', 2] as const]) {
      builder.addValue(0, builder.appendSample(stackOf(builder, name), 0), value);
    }
    builder.remap(Int32Array.of(0, 0));
    expect(linesOf(builder.finish())).toEqual(['1: run', '2: run']);
  });

  it('keep what doubles cannot hold', () => {
    const builder = builderOf([]);
    const row = builder.internSample(stackOf(builder, 'run'), 0);
    builder.addValue(0, row, 2 ** 60, 1);
    builder.addValue(0, builder.internSample(stackOf(builder, 'go'), 0), 2 ** 60, 2);
    builder.remap(Int32Array.of(0, 0));
    const {residues, values} = builder.finish().samples;
    expect(BigInt(values[0][0]) + BigInt(residues[0]?.[0] ?? 0)).toBe(2n ** 61n + 3n);
  });

  it('change nothing where they are the provisional ones', () => {
    const builder = builderOf(['main;run {a} 1', 'main 2']);
    const {samples, stacks} = builder;
    builder.remap(Int32Array.of(0, 1), Int32Array.of(0, 1));
    expect([builder.samples, builder.stacks]).toEqual([samples, stacks]);
    expect(builder.samples).toBe(samples);
  });
});

describe('the default sample type', () => {
  it.each([
    ['', 2],
    ['y', 1],
    ['none', 2],
  ])('named %j is number %i, as google/pprof chooses', (name, type) => {
    const builder = builderOf(['main 1 2 3'], ['x', 'y', 'z']);
    builder.head.defaultSampleTypeName = name;
    expect(builder.finish().defaultSampleType).toBe(type);
  });

  it('of a profile without types is 0', () => {
    expect(builderOf([], []).finish().defaultSampleType).toBe(0);
  });
});

describe('the kind of a profile', () => {
  it.each<[string, readonly string[], string]>([
    ['heap', ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'], ''],
    ['allocs', ['alloc_objects', 'alloc_space', 'inuse_objects', 'inuse_space'], 'alloc_space'],
    ['allocs', ['alloc_objects', 'alloc_space'], ''],
    ['heap', ['space'], ''],
    ['cpu', ['samples', 'cpu'], ''],
    ['goroutine', ['goroutine'], ''],
    ['goroutine', ['goroutines', 'waitduration'], ''],
    ['goroutineleak', ['goroutineleak'], ''],
    ['threadcreate', ['threadcreate'], ''],
    ['threadcreate', ['thread'], ''],
    ['kernel', ['threads'], ''],
    ['other', ['samples'], ''],
    ['other', [], ''],
  ])('is %s with %j and the default %j', (kind, types, name) => {
    const builder = builderOf([], types);
    builder.head.defaultSampleTypeName = name;
    expect(builder.finish().kind).toBe(kind);
  });

  it.each([
    ['mutex', ['main;sync.(*Mutex).Unlock 1 5', 'main;sync.(*RWMutex).RUnlock 1 5', 'main;runtime.selectgo 1 9']],
    ['mutex', ['main;runtime.unlock 1 5']],
    ['block', ['main;sync.(*Mutex).Unlock 1 5', 'main;runtime.selectgo 1 9']],
    ['block', ['main;sync.(*Mutex).Unlock 1 5', ' 1 1', ' {a} 2 2']],
    ['block', []],
  ])('is %s where its contentions stand in %j', (kind, samples) => {
    expect(builderOf(samples, ['contentions', 'delay']).finish().kind).toBe(kind);
  });

  it('with contentions whose leaf has no name is block', () => {
    const builder = builderOf([], ['contentions', 'delay']);
    const location = builder.internLocation(0x1000, 0, NONE, false, []);
    builder.addValue(0, builder.internSample(builder.internStack(NONE, location), 0), 1);
    expect(builder.finish().kind).toBe('block');
  });

  it('is what the format says where it says so', () => {
    const builder = builderOf([], ['cpu']);
    builder.head.kind = 'kernel';
    expect(builder.finish().kind).toBe('kernel');
  });
});

it('counts of the input stand before those of the tables', () => {
  const builder = builderOf(['main 1']);
  builder.head.counts = {samples: 70, functions: 9};
  expect(builder.finish().counts).toEqual({samples: 70, locations: 1, functions: 9, mappings: 0});
});
