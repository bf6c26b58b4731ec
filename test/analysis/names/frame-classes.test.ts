/**
 * Questions about stacks, answered for whole profiles; layers of single frames.
 */
import {describe, expect, it} from 'vitest';
import {
  callerOfMarked,
  firstMarked,
  lastMarked,
  markIdentities,
  markNames,
  sumByKey,
  valuedStacks,
} from '../../../src/analysis/names/frame-classes.ts';
import {
  blockingFrame,
  isCarrier,
  isHelperMethod,
  isTestFunction,
  layerOf,
  responsibleFrame,
} from '../../../src/analysis/names/layers.ts';
import {moduleOf, programModule} from '../../../src/analysis/names/modules.ts';
import {profileOf} from '../../support/stacks.ts';

/** Stacks of `root;caller;leaf value`; `a<b` is a inlined into b. */
const stacksOf = (...lines: readonly string[]) =>
  valuedStacks(
    profileOf(
      lines.map((line) => {
        const [stack, value] = line.split(' ');
        return {frames: stack.split(';').filter((name) => name !== ''), values: [Number(value)]};
      }),
    ),
    0,
  );

describe('marked names of stacks', () => {
  const stacks = stacksOf('main;a1;b;a2;c 1', 'main;b 2', 'main;a3<a1 4', 'main;a1 8');
  const marks = markNames(stacks.frames, (name) => name.startsWith('a'));

  /** Value of the stacks that have each name as their key. */
  const sums = (key: Int32Array): Record<string, number> =>
    Object.fromEntries(
      [...sumByKey(stacks, key, stacks.frames.names.length)]
        .map((sum, node): [string, number] => [stacks.frames.names[node], sum])
        .filter(([, sum]) => sum !== 0),
    );

  it('the first from the leaf, inlined calls before what they are inlined into', () => {
    expect(sums(firstMarked(stacks, marks))).toEqual({a2: 1, a3: 4, a1: 8});
  });

  it('the last from the leaf is the outermost', () => {
    expect(sums(lastMarked(stacks, marks))).toEqual({a1: 13});
  });

  it('who asked for it is the nearest accepted name above the first of them', () => {
    const accepted = markNames(stacks.frames, (name) => name === 'main' || name === 'b');
    expect(sums(callerOfMarked(stacks, marks, accepted))).toEqual({b: 1, main: 12});
    const nobody = markNames(stacks.frames, () => false);
    expect(sums(callerOfMarked(stacks, marks, nobody))).toEqual({});
  });

  it('identities are what a pattern looks at', () => {
    const typed = stacksOf('main;x/vendor/acme.io/a.Map[int] 3');
    expect([...markIdentities(typed.frames, /^acme\.io\/a\.Map\[\.\.\.\]$/)].filter((mark) => mark === 1).length).toBe(
      1,
    );
  });

  it('stacks carry the total of their type and its unit', () => {
    expect([stacks.total, stacks.unit]).toEqual([15, 'count']);
  });
});

describe('the layer of a frame', () => {
  it.each([
    ['', 'unknown'],
    ['<unknown>', 'unknown'],
    ['[libc.so.6]', 'unknown'],
    ['runtime.mallocgc', 'runtime'],
    ['time.Sleep', 'runtime'],
    ['memeqbody', 'runtime'],
    ['cgocallback', 'runtime'],
    ['strangebody', 'code'],
    ['sync.(*Mutex).Lock', 'sync'],
    ['internal/poll.runtime_pollWait', 'sync'],
    ['net.runtime_pollWait', 'sync'],
    ['acme.io/x.(*FairMutex).Lock', 'sync'],
    ['acme.io/x.(*FairMutex).Report', 'code'],
    ['acme.io/x.(*Server).Lock', 'code'],
    ['acme.io/x.(*weighted).Acquire', 'sync'],
    ['time.Now', 'standard'],
    ['net/http.(*conn).serve', 'standard'],
    ['google.golang.org/grpc.(*Server).serveStreams', 'plumbing'],
    ['google.golang.org/grpcx.Do', 'code'],
    ['golang.org/x/net/http2.(*Framer).ReadFrame', 'plumbing'],
    ['github.com/acme/shop.Run', 'code'],
    ['main.main', 'code'],
  ])('of %j is %s', (name, layer) => {
    expect(layerOf(name)).toBe(layer);
  });

  it('helpers run what they are handed; closures of them do not', () => {
    expect(['acme.io/x.(*Store).view', 'acme.io/x.(*DB).withLock'].every(isHelperMethod)).toBe(true);
    expect(['acme.io/x.view', 'acme.io/x.(*Store).view.func1', 'acme.io/x.(*Store).viewer'].some(isHelperMethod)).toBe(
      false,
    );
  });

  it('tests drive the code', () => {
    expect(
      ['acme.io/x.TestRun', 'acme.io/x.BenchmarkRun.func1', 'acme.io/x.Example', 'a.Test_x'].every(isTestFunction),
    ).toBe(true);
    expect(['acme.io/x.Testing', 'acme.io/x.run', 'acme.io/x.TestRun.gowrap1'].some(isTestFunction)).toBe(false);
  });

  it('entries carry everything', () => {
    expect(['main.main', 'runtime.goexit', 'testing.tRunner', 'net/http.HandlerFunc.ServeHTTP'].every(isCarrier)).toBe(
      true,
    );
    expect(['main.mainLoop', 'runtime.mallocgc', 'net/http.(*Server).Serve'].some(isCarrier)).toBe(false);
  });
});

describe('the frame responsible for a wait', () => {
  const frame = (find: (names: readonly string[]) => number, ...names: string[]): string | undefined =>
    names[find(names)];

  it.each([
    ['the first of code', ['runtime.gopark', 'sync.(*Mutex).Lock', 'acme.io/x.put', 'acme.io/x.run'], 'acme.io/x.put'],
    ['no test', ['runtime.gopark', 'time.After', 'acme.io/x.TestRun'], 'time.After'],
    ['the reader’s caller', ['internal/poll.runtime_pollWait', 'a.io/x.readFrame', 'a.io/x.loop'], 'a.io/x.loop'],
    ['not past a package', ['internal/poll.runtime_pollWait', 'a.io/x.readFrame', 'b.io/y.loop'], 'a.io/x.readFrame'],
    [
      'a method reads for itself',
      ['internal/poll.runtime_pollWait', 'a.io/x.(*C).read', 'a.io/x.loop'],
      'a.io/x.(*C).read',
    ],
    ['no network, no reader', ['runtime.gopark', 'a.io/x.readFrame', 'a.io/x.loop'], 'a.io/x.readFrame'],
    [
      'the outermost of a connection',
      ['internal/poll.runtime_pollWait', 'net.(*conn).Read', 'net/http.(*conn).serve'],
      'net/http.(*conn).serve',
    ],
    [
      'the outermost of parking',
      ['runtime.gopark', 'sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait'],
      'sync.(*WaitGroup).Wait',
    ],
    ['the leaf where nothing else is', ['runtime.gopark', 'runtime.park_m'], 'runtime.gopark'],
    ['none of none', [], undefined],
  ] as const)('is %s', (_, names, responsible) => {
    expect(frame(responsibleFrame, ...names)).toBe(responsible);
  });

  it('the blocking one may be of the standard library', () => {
    expect(frame(blockingFrame, 'runtime.gopark', 'sync.(*Cond).Wait', 'io.(*pipe).read', 'main.run')).toBe(
      'io.(*pipe).read',
    );
    expect(frame(blockingFrame, 'runtime.gopark', 'sync.(*Cond).Wait')).toBe('sync.(*Cond).Wait');
    expect(frame(blockingFrame)).toBeUndefined();
  });
});

describe('modules', () => {
  it.each([
    ['github.com/acme/shop/cart.(*Cart).Add', 'github.com/acme/shop'],
    ['k8s.io/api/core/v1.(*Pod).Size', 'k8s.io'],
    ['example.com/a/b/c.Run', 'example.com/a'],
    ['net/http.(*conn).serve', 'net/http'],
    ['main.main', 'main'],
  ])('of %s is %s', (name, module) => {
    expect(moduleOf(name)).toBe(module);
  });

  it('the program is what main.main calls for most of its value', () => {
    const launched = 'main.main;github.com/spf13/cobra.(*Command).Execute';
    expect(
      programModule(
        stacksOf(
          `${launched};github.com/acme/shop/cmd.Run;github.com/lib/x.Do 5`,
          `${launched};github.com/acme/tools.Run 3`,
          'net/http.(*conn).serve;github.com/other/y.Handle 90',
        ),
      ),
    ).toBe('github.com/acme/shop');
    expect(programModule(stacksOf('net/http.(*conn).serve;github.com/other/y.Handle 90'))).toBeUndefined();
    expect(programModule(stacksOf('main.main;main.run 9'))).toBeUndefined();
  });
});
