/**
 * Dumps of tests that hang and reports of leak tests: few goroutines, no ages, and daemons of packages among them.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {dump, readIncident} from '../support/incident-text.ts';

const first = (text: string): string => {
  const [finding] = analyze([readIncident(text)]).findings;
  return finding === undefined ? 'nothing' : `${finding.severity} ${finding.id} ${finding.culprit.function}`;
};

const FLUSHER = '[chan receive] acme.io/log.(*sink).flushDaemon(0xc0a1) by acme.io/log.init.0';
const THREAD = '[syscall, locked to thread] runtime.goexit()';
const RUNNER = 'testing.tRunner(0xc0b1, 0x1) by testing.(*T).Run';

describe('the dump of a test that hangs', () => {
  test.each([
    [
      'a wait group that a test started; a thread of cgo is nobody’s wait',
      dump([
        THREAD,
        FLUSHER,
        '[semacquire] sync.runtime_Semacquire(0xc0c8) < sync.(*WaitGroup).Wait(0xc0c0) < acme.io/stop.(*Stopper).Halt(0xc0d0) < acme.io/stop.TestHalt.func2(0xc0e0) by acme.io/stop.TestHalt',
      ]),
      'warning goroutine-leak-wait-group acme.io/stop.(*Stopper).Halt',
    ],
    [
      'of several that receive, the one that the test itself waits in',
      dump([
        '[chan receive, 10 minutes] acme.io/rpc.NewPeer.func1(0xc0a2) by acme.io/work.(*Group).Go',
        '[chan receive, 10 minutes] acme.io/raft.(*ticker).Start.func1(0xc0a3) by acme.io/work.(*Group).Go',
        `[chan receive, 10 minutes] acme.io/check.(*queue).process(0xc0a4) < acme.io/check.TestQueueFails(0xc0b1) < ${RUNNER}`,
      ]),
      'warning goroutine-leak-chan-receive acme.io/check.(*queue).process',
    ],
    [
      'only its creator tells that it belongs to a test',
      dump([
        FLUSHER,
        '[chan receive] acme.io/conf.(*monitor).Run(0xc0a5) < acme.io/conf.(*controller).Run(0xc0a6) by acme.io/conf_test.TestOrder',
      ]),
      'warning goroutine-leak-chan-receive acme.io/conf.(*monitor).Run',
    ],
    [
      'a read within a library, made by a function of the test',
      dump([
        '[select] google.golang.org/grpc/transport.(*Stream).Read(0xc0a7) < acme.io/feed.TestClosing.func1(0xc0a8) by acme.io/feed.TestClosing',
      ]),
      'warning goroutine-leak-select google.golang.org/grpc/transport.(*Stream).Read',
    ],
  ])('%s', (_, text, finding) => {
    expect(first(text)).toBe(finding);
  });

  test('a process at work has no test in it, and a lone receiver is only shown', () => {
    const text = dump([
      FLUSHER,
      '[chan receive] acme.io/conf.(*monitor).Run(0xc0a5) < acme.io/conf.(*controller).Run(0xc0a6) by acme.io/conf.Start',
    ]);
    expect(first(text)).toBe('info goroutine-crowd acme.io/conf.(*monitor).Run');
  });
});

const lines = (...text: string[]): string => `${text.join('\n')}\n`;

describe('the report of a leak test', () => {
  test('goleak: what it lists is left over, but for daemons that packages start', () => {
    const text = lines(
      'leaks.go:78: found unexpected goroutines:',
      '[Goroutine 19 in state chan receive, with acme.io/log.(*sink).flushDaemon on top of the stack:',
      'goroutine 19 [chan receive]:',
      'acme.io/log.(*sink).flushDaemon(0xc0a1)',
      '\t/src/log/sink.go:10 +0x8b',
      'created by acme.io/log.init.0',
      '\t/src/log/sink.go:40 +0x26',
      '',
      ' Goroutine 54 in state select, with acme.io/queue.(*producer).run on top of the stack:',
      'goroutine 54 [select]:',
      'acme.io/queue.(*producer).run(0xc0b2)',
      '\t/src/queue/producer.go:80 +0x19',
      'created by acme.io/queue.(*client).connect',
      '\t/src/queue/client.go:69 +0x25',
      ']',
    );
    expect(first(text)).toBe('warning goroutine-leak-select acme.io/queue.(*producer).run');
  });

  test('a check by hand, in the log of its test', () => {
    const text = lines(
      '--- FAIL: TestLimit (7.02s)',
      '        end_test.go:138: Leaked goroutine: goroutine 2738 [select]:',
      '                acme.io/rpc.newStream.func1(0x7f9b, 0xc0a2)',
      '                        /src/rpc/stream.go:148 +0x257',
      '                created by acme.io/rpc.newStream',
      '                        /src/rpc/stream.go:156 +0xa99',
    );
    expect(first(text)).toBe('warning goroutine-leak-select acme.io/rpc.newStream.func1');
  });

  test('what a client keeps by design is left over all the same', () => {
    const text = lines(
      'goleak: Errors on successful test run: found unexpected goroutines:',
      '[Goroutine 36 in state chan receive, with acme.io/vendor/internal/pool.(*ConnPool).reaper on top of the stack:',
      'acme.io/vendor/internal/pool.(*ConnPool).reaper(0xc0a1, 0xdf8475800)',
      '\t/src/pool.go:449 +0xb4',
      'created by acme.io/vendor/internal/pool.NewConnPool',
      '\t/src/pool.go:99 +0x2d3',
      ']',
    );
    expect(first(text)).toBe('warning goroutine-leak-chan-receive acme.io/vendor/internal/pool.(*ConnPool).reaper');
  });

  test('the same stack without the heading is only shown', () => {
    const text = dump(['[select] acme.io/rpc.newStream.func1(0x7f9b, 0xc0a2) by acme.io/rpc.newStream']);
    expect(first(text)).toBe('info goroutine-crowd acme.io/rpc.newStream.func1');
  });
});

test('a worker stuck in a send is no daemon, even if a method called init started it', () => {
  const text = dump(
    [
      '[chan send] acme.io/mine.(*worker).loop.func1(0x1) < acme.io/mine.(*worker).loop(0xc0a1) by acme.io/mine.(*worker).init.func1',
    ],
    {firstId: 47_248},
  );
  expect(first(text)).toMatch(/warning goroutine-leak-chan-send acme\.io\/mine\.\(\*worker\)\.loop/);
});

describe('the runtime found all goroutines asleep', () => {
  const asleep = (goroutines: readonly string[]): string =>
    `fatal error: all goroutines are asleep - deadlock!\n\n${dump(goroutines, {firstId: 1, stride: 17})}`;
  const MAIN =
    '[semacquire] sync.runtime_Semacquire(0xc0a8) < sync.(*WaitGroup).Wait(0xc0a0) < acme.io/crawl.(*Pool).Wait(0xc0b0) < main.main()';

  test.each([
    [
      'main waits for one that waits for ever',
      [MAIN, '[chan receive] main.produce(0xc0c0) by main.main'],
      'critical goroutine-leak-chan-receive main.produce',
    ],
    [
      'workers that hand out work to themselves',
      [
        MAIN,
        '[chan send, 1 minutes] acme.io/crawl.(*Pool).Submit(...) < acme.io/crawl.dig(0xc0d0) by acme.io/crawl.(*Pool).Start *4',
        '[chan receive] acme.io/crawl.(*Pool).collect(0xc0e0) by acme.io/crawl.(*Pool).Start',
      ],
      'critical goroutine-leak-chan-send acme.io/crawl.(*Pool).Submit',
    ],
    ['main alone', ['[chan receive (nil chan)] main.main()'], 'critical goroutine-leak-nil-chan main.main'],
    ['main alone, in what is idle elsewhere', ['[select] main.main()'], 'critical goroutine-leak-select main.main'],
  ])('%s', (_, goroutines, finding) => {
    expect(first(asleep(goroutines))).toBe(finding);
    expect(analyze([readIncident(asleep(goroutines))]).findings.length).toBe(1);
  });

  test('the same main in a dump without those words waits for its end', () => {
    expect(first(dump(['[select] main.main()']))).toMatch(/^(nothing|info)/);
  });
});
