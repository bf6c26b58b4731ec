/**
 * Goroutines as populations: layers that stand in equal numbers, calls that wait for one object, parts of small
 * processes, daemons and loops.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Finding} from '../../src/model/finding.ts';
import {dump, readIncident} from '../support/incident-text.ts';

const findingsOf = (text: string): readonly Finding[] => analyze([readIncident(text)]).findings;

const first = (text: string): string => {
  const [finding] = findingsOf(text);
  return finding === undefined ? 'nothing' : `${finding.severity} ${finding.id} ${finding.culprit.function}`;
};

const severities = (text: string): string[] => findingsOf(text).map(({severity}) => severity);

/** A fragment of a debug=1 dump: one row per count, whose hidden frames are those of a runtime that nobody measured. */
const rows = (...list: readonly (readonly [count: number, ...functions: string[]])[]): string =>
  list
    .map(([count, ...functions], row) => {
      const at = (frame: number): string => `0x${(0x7f0000 + row * 0x100 + frame * 0x10).toString(16)}`;
      const comments = functions.map((name, frame) => `#\t${at(frame)}\t${name}+0x1\t/src/a.go:${row + 1}`);
      const addresses = functions.map((_, frame) => `0x${(BigInt(at(frame)) + 1n).toString(16)}`);
      return `${count} @ 0x430f62 0x40764b ${addresses.join(' ')}\n${comments.join('\n')}\n`;
    })
    .join('\n');

describe('layers of one population', () => {
  const READER = ['internal/poll.runtime_pollWait', 'internal/poll.(*FD).Read', 'acme.io/hub.(*stream).read'] as const;

  test('that wait for the network in equal numbers are something open', () => {
    const text = rows([640, ...READER], [640, 'acme.io/hub.(*stream).decode'], [639, 'acme.io/hub.(*stream).follow']);
    expect(severities(text).filter((severity) => severity !== 'info')).toEqual([]);
  });

  test('agree row by row where one function stands in two of them', () => {
    const text = rows(
      [640, ...READER],
      [640, 'acme.io/hub.pipe', 'acme.io/hub.tcp'],
      [640, 'acme.io/hub.pipe', 'acme.io/hub.socks'],
    );
    expect(severities(text).filter((severity) => severity !== 'info')).toEqual([]);
  });

  test('of which none waits for the network are a crowd like any other', () => {
    const text = rows([640, 'acme.io/hub.(*stream).decode'], [640, 'acme.io/hub.(*stream).follow']);
    expect(first(text)).toMatch(/^(?:warning|critical) goroutine-leak-select acme\.io\/hub\.\(\*stream\)/);
  });

  test('one that is out of step with its partner is the finding, in a fragment too', () => {
    const text = rows([1841, 'acme.io/feed.(*peer).readLoop'], [12, 'acme.io/feed.(*peer).writeLoop']);
    expect(first(text)).toBe('critical partner-imbalance acme.io/feed.(*peer).readLoop');
  });
});

describe('readers and writers of different types', () => {
  const transport = 'google.golang.org/grpc/internal/transport';

  test('out of step are the finding, though each is idle by design', () => {
    const text = rows([1841, `${transport}.(*http2Client).reader`], [12, `${transport}.(*loopyWriter).run`]);
    expect(first(text)).toBe(`critical partner-imbalance ${transport}.(*http2Client).reader`);
  });

  test('in step are none', () => {
    const reader = ['internal/poll.runtime_pollWait', `${transport}.(*http2Client).reader`] as const;
    const text = rows([1841, ...reader], [1841, `${transport}.(*loopyWriter).run`]);
    expect(severities(text).filter((severity) => severity !== 'info')).toEqual([]);
  });
});

describe('calls that wait for one object since the same minute', () => {
  const CALL =
    '[chan receive, 700 minutes] acme.io/pipe.(*link).Apply(0xc0007ef200, 0x1) < acme.io/feed.(*reader).next(0xc000b89a20) by acme.io/feed.Open';
  const close = (minutes: number, object: string): string =>
    `[chan receive, ${minutes} minutes] acme.io/pipe.(*link).Close(${object}) < acme.io/feed.(*pool).shrink(0xc000a1c000) by time.goFunc`;

  test('are one finding, and the pair is its reason', () => {
    const [finding, ...others] = findingsOf(dump([CALL, close(700, '0xc0007ef200')]));
    expect(finding.culprit.function).toMatch(/^acme\.io\/pipe\.\(\*link\)\.(?:Apply|Close)$/);
    expect(finding.evidenceLevel).toBe('likely');
    expect(finding.why).toContain('pipe.(*link).Apply and pipe.(*link).Close wait for one object (0xc0007ef200)');
    expect(others.filter(({severity}) => severity !== 'info')).toEqual([]);
  });

  test.each([
    ['another object', close(700, '0xc000777200')],
    ['another time', close(320, '0xc0007ef200')],
  ])('are nothing of the kind with %s', (_, other) => {
    expect(findingsOf(dump([CALL, other])).some(({why}) => why.includes('wait for one object'))).toBe(false);
  });

  test('loops of one object that were started together are no event', () => {
    const loop = (name: string): string =>
      `[chan receive, 700 minutes] acme.io/pipe.(*link).${name}(0xc0007ef200) by acme.io/pipe.Open`;
    expect(first(dump([loop('stopLoop'), loop('flushLoop')]))).toMatch(/^info /);
  });
});

describe('what lives as long as its process', () => {
  const WAITS = 'sync.runtime_Semacquire(0xc000120094) < sync.(*WaitGroup).Wait(0xc000120088)';

  test('a Run that main started is a daemon', () => {
    expect(
      first(dump([`[semacquire, 4310 minutes] ${WAITS} < acme.io/scrape.(*set).Run(0xc000120070) by main.start`])),
    ).toMatch(/^info /);
  });

  test('a Serve that a command started is one, too', () => {
    const text = dump([
      `[semacquire, 4310 minutes] ${WAITS} < acme.io/scrape.(*set).Serve(0xc000120070) by acme.io/gate/cmd/gate.newServer.func1`,
    ]);
    expect(first(text)).toMatch(/^info /);
  });

  test('the same wait in a call that somebody else made is suspect', () => {
    const text = dump([
      `[semacquire, 4310 minutes] ${WAITS} < acme.io/scrape.(*set).Flush(0xc000120070) by acme.io/scrape.Open`,
    ]);
    expect(first(text)).toBe('warning goroutine-leak-wait-group acme.io/scrape.(*set).Flush');
  });

  test('a loop that takes from a queue is left running, not stuck', () => {
    const goroutine = (id: number): string =>
      `goroutine ${id} [sync.Cond.Wait]:\nsync.runtime_notifyListWait(0xc000184d48, 0x2)\n\t/go/sema.go:513 +0x14c\nsync.(*Cond).Wait(0xc000184d38)\n\t/go/cond.go:56 +0x8c\nacme.io/jobs.(*queue).take(0xc0001)\n\t/src/queue.go:9 +0x1\nacme.io/jobs.(*crew).workLoop(0xc0002)\n\t/src/crew.go:9 +0x1\ncreated by acme.io/jobs.(*crew).start\n\t/src/crew.go:4 +0x1\n`;
    const report = [21, 22]
      .map(
        (id) =>
          `Goroutine ${id} in state sync.Cond.Wait, with sync.runtime_notifyListWait on top of the stack:\n${goroutine(id)}`,
      )
      .join(' ');
    expect(first(`found unexpected goroutines:\n[${report}]\n`)).toBe(
      'info goroutine-leak-cond acme.io/jobs.(*queue).take',
    );
  });
});

describe('the report of a leak test', () => {
  const report = (state: string, frames: string): string =>
    `found unexpected goroutines:\n[Goroutine 41 in state ${state}, with acme.io/jobs.f on top of the stack:\ngoroutine 41 [${state}]:\n${frames}\ncreated by acme.io/jobs.New\n\t/src/pool.go:4 +0x1\n]\n`;

  test.each([
    [
      'a worker that ranges over a channel is left running',
      'chan receive',
      'acme.io/jobs.(*pool).worker(0xc0001)\n\t/src/pool.go:9 +0x1',
      'info goroutine-leak-chan-receive acme.io/jobs.(*pool).worker',
    ],
    [
      'a loop with a select was never told to stop',
      'select',
      'acme.io/jobs.(*pool).loop(0xc0001)\n\t/src/pool.go:9 +0x1',
      'warning goroutine-leak-select acme.io/jobs.(*pool).loop',
    ],
    [
      'a result that nobody takes is stuck',
      'chan send',
      'acme.io/jobs.(*pool).worker(0xc0001)\n\t/src/pool.go:9 +0x1',
      'warning goroutine-leak-chan-send acme.io/jobs.(*pool).worker',
    ],
    [
      'an answer that never comes is stuck',
      'chan receive',
      'acme.io/jobs.(*pool).ask(0xc0001)\n\t/src/pool.go:9 +0x1',
      'warning goroutine-leak-chan-receive acme.io/jobs.(*pool).ask',
    ],
  ])('%s', (_, state, frames, finding) => {
    expect(first(report(state, frames))).toBe(finding);
  });
});

describe('a small process', () => {
  test('the row that was chosen of it counts by its share', () => {
    const row = rows([9, 'acme.io/text.fetch']);
    expect(first(`goroutine profile: total 31\n${row}`)).toMatch(/^warning goroutine-leak-\w+ acme\.io\/text\.fetch$/);
    expect(severities(`goroutine profile: total 9000\n${row}`).filter((severity) => severity !== 'info')).toEqual([]);
  });

  const pprof = '[running] runtime/pprof.writeGoroutineStacks(0x1) < main.main()';
  const accept = (id: number): string =>
    `[IO wait] internal/poll.runtime_pollWait(0x${id}, 0x72) < net.(*netFD).Read(0xc0${id}) by net/http.(*Server).Serve`;
  const senders = (count: number): string[] =>
    Array.from({length: count}, (_, i) => `[chan send] acme.io/text.scan(0xc0a${i}00) by acme.io/text.Parse`);

  test('nine alike of thirty are the story', () => {
    const others = Array.from({length: 20}, (_, i) => accept(i + 10));
    const text = dump([pprof, ...senders(9), ...others]);
    const [finding] = findingsOf(text);
    expect([finding.severity, finding.evidenceLevel, finding.culprit.function]).toEqual([
      'warning',
      'possible',
      'acme.io/text.scan',
    ]);
    expect(finding.why).toContain('9 of only 30 goroutines');
  });

  test('nine of many are not', () => {
    const others = Array.from({length: 300}, (_, i) => accept(i + 100));
    expect(severities(dump([pprof, ...senders(9), ...others])).filter((severity) => severity !== 'info')).toEqual([]);
  });
});
