/**
 * Which profiles hold goroutines or threads, and how their labels fill a table.
 */
import {describe, expect, it, test} from 'vitest';
import {NONE} from '../../src/base/columns.ts';
import {finishGoroutines} from '../../src/model/builder/goroutine-labels.ts';
import {ProfileBuilder} from '../../src/model/builder/profile-builder.ts';
import {isDumpKind, isWaitProfile, memberNoun} from '../../src/model/dump-kind.ts';
import {isEntry, isWrapper} from '../../src/model/entry-names.ts';
import {buffersOf, packProfile, unpackProfile} from '../../src/model/portable-profile.ts';
import type {GoroutineTable, ValueType} from '../../src/model/profile.ts';
import {inferWait, isCoarseState, waitClassOfState} from '../../src/model/wait-class.ts';
import {readSample} from '../support/samples.ts';
import {profileOf} from '../support/stacks.ts';

const WAITS: ValueType = {type: 'waitduration', unit: 'nanoseconds'};

test('kinds of dumps and their members', () => {
  expect((['goroutine', 'goroutineleak', 'kernel'] as const).every(isDumpKind)).toBe(true);
  expect((['heap', 'threadcreate', 'mutex', 'other'] as const).some(isDumpKind)).toBe(false);
  expect([memberNoun('kernel'), memberNoun('goroutine')]).toEqual(['thread', 'goroutine']);
});

test.each<[boolean, readonly ValueType[]]>([
  [true, [WAITS]],
  [true, [{type: 'goroutines', unit: 'count'}, WAITS]],
  [false, [{type: 'samples', unit: 'count'}, WAITS]],
  [false, [WAITS, {type: 'goroutines', unit: 'count'}]],
  [false, [{type: 'goroutines', unit: 'count'}, {type: 'x', unit: 'y'}, WAITS]],
  [false, [{type: 'waitduration', unit: 'count'}]],
  [false, [{type: 'delay', unit: 'nanoseconds'}]],
])('that a profile holds waits is %s of %j', (isWait, types) => {
  expect(isWaitProfile(types)).toBe(isWait);
});

describe('a goroutine profile with labels', () => {
  type Labels = Readonly<Record<string, string | bigint>>;

  function tableOf(goroutines: readonly Labels[], keepLabels: boolean | 'numeric' = true): GoroutineTable | undefined {
    const builder = new ProfileBuilder('pprof', 'goroutine.pb');
    const {strings} = builder;
    builder.addSampleType('goroutine', 'count');
    const keys = new Set<string>();
    goroutines.forEach((labels, i) => {
      const set = Object.entries(labels).map(([key, value]) => {
        keys.add(key);
        return typeof value === 'string'
          ? {key: strings.intern(key), text: strings.intern(value), number: 0n, unit: 0}
          : {key: strings.intern(key), text: NONE, number: value, unit: 0};
      });
      const stack = builder.internStack(NONE, builder.internNamedLocation(strings.intern(`main.f${i}`)));
      builder.addValue(0, builder.internSample(stack, builder.internLabelSet(set)), 1);
    });
    return finishGoroutines(builder, (key) => keys.has(key), keepLabels).goroutines;
  }

  const described = (id: bigint | string, more: Labels = {}): Labels => ({
    'go::goroutine': id,
    'go::goroutine_state': 'chan send',
    ...more,
  });

  it('has a row for each, with id, parent, wait and creator', () => {
    const table = tableOf([
      described(7n, {'go::goroutine_created_by': 1n, 'go::goroutine_wait_minutes': 12n, created_by: 'main.main'}),
      described('8', {'go::goroutine_state': 'select'}),
    ]);
    expect([...(table?.id ?? [])]).toEqual([7, 8]);
    expect([...(table?.parentId ?? [])]).toEqual([1, NONE]);
    expect([...(table?.waitMinutes ?? [])]).toEqual([12, 0]);
    expect([...(table?.createdBy ?? [])].map((row) => row === NONE)).toEqual([false, true]);
    expect(table?.states.map(({text, waitClass}) => [text, waitClass])).toEqual([
      ['chan send', 'send'],
      ['select', 'select'],
    ]);
    expect([...(table?.state ?? [])]).toEqual([0, 1]);
  });

  it.each<[string, string | bigint]>([
    ['negative', -1n],
    ['no number', 'seven'],
    ['empty', ''],
    ['a fraction', '1.5'],
    ['past 2^53', 2n ** 60n],
  ])('has no id where it is %s', (_, id) => {
    expect([...(tableOf([described(id)])?.id ?? [])]).toEqual([NONE]);
  });

  it('fills a table where nine of ten say their state, and none where fewer do', () => {
    const many = Array.from({length: 9}, (_, i) => described(BigInt(i)));
    expect(tableOf([...many, {other: 'x'}])?.length).toBe(10);
    expect(tableOf([...many.slice(1), {other: 'x'}])).toBeUndefined();
    expect(tableOf([{'go::goroutine': 1n}])).toBeUndefined();
  });

  it.each([false, 'numeric'] as const)('asks for its labels where %s were kept', (keepLabels) => {
    expect(() => tableOf([described(1n)], keepLabels)).toThrow(expect.objectContaining({code: 'LABELS_NEEDED'}));
    expect(tableOf([{other: 'x'}], keepLabels)).toBeUndefined();
  });
});

describe('states', () => {
  it.each([
    ['chan send', 'send'],
    ['sync.RWMutex.RLock', 'rwmutex-r'],
    ['semacquire', 'semaphore'],
    ['GC worker (idle)', 'runtime'],
    ['GC assist wait', 'runtime'],
    ['GCx', 'other'],
    ['', 'other'],
    ['something new', 'other'],
  ])('%j is a wait of class %s', (state, waitClass) => {
    expect(waitClassOfState(state)).toBe(waitClass);
  });

  it('semacquire alone is too coarse', () => {
    expect([isCoarseState('semacquire'), isCoarseState('sync.Mutex.Lock')]).toEqual([true, false]);
  });

  it.each<[string, readonly string[]]>([
    ['chan send', ['runtime.gopark', 'runtime.chansend', 'runtime.chansend1', 'main.put']],
    ['semacquire', ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'sync.(*Mutex).Lock', 'main.run']],
    ['sync.Cond.Wait', ['sync.runtime_notifyListWait', 'sync.(*Cond).Wait']],
    ['sleep', ['runtime.goparkunlock', 'time.Sleep', 'main.run']],
  ])('%s is inferred from %j', (state, functions) => {
    expect(inferWait(functions)?.state).toBe(state);
  });

  it('the outermost blocking call of the run decides', () => {
    const functions = ['sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait', 'main.run', 'sync.(*Mutex).Lock'];
    expect(inferWait(functions)?.waitClass).toBe('waitgroup');
    expect(inferWait(['main.run', 'sync.(*Mutex).Lock'])).toBeUndefined();
    expect(inferWait([])).toBeUndefined();
  });

  it('frames deeper than eight are not looked at', () => {
    const deep = [...Array<string>(7).fill('runtime.gopark'), 'time.Sleep'];
    expect(inferWait(deep)?.state).toBe('sleep');
    expect(inferWait(['runtime.gopark', ...deep])).toBeUndefined();
  });
});

it.each([
  ['net/http.HandlerFunc.ServeHTTP', true, false],
  ['main.main', true, false],
  ['runtime.goexit', true, false],
  ['acme.io/x.(*T).WithRetry', true, true],
  ['acme.io/x.(*T).Go.func1', true, true],
  ['acme.io/x.(*T).Good', false, false],
  ['acme.io/x.parse', false, false],
  ['testing.tRunner', true, false],
])('%s runs others: %s, wraps a call: %s', (name, entry, wrapper) => {
  expect([isEntry(name), isWrapper(name)]).toEqual([entry, wrapper]);
});

it('a profile moves between threads whole', () => {
  for (const profile of [readSample('misc/etcd-heap.pb.gz'), profileOf([{frames: ['main', 'café'], values: [3]}])]) {
    const {strings, ...tables} = profile;
    const texts = Array.from({length: strings.length}, (_, row) => strings.at(row));
    const portable = packProfile(profile);
    const buffers = buffersOf(portable);
    expect(new Set(buffers).size).toBe(buffers.length);
    expect(buffers).toContain(portable.stringBytes.buffer);
    expect(buffers).toContain(profile.samples.values[0].buffer);
    const {strings: moved, ...rest} = unpackProfile(portable);
    expect(Array.from({length: moved.length}, (_, row) => moved.at(row))).toEqual(texts);
    expect(rest).toEqual(tables);
  }
});
