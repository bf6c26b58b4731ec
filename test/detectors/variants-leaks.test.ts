/**
 * Crowds of goroutines as people report them, under names that no signature knows, and healthy crowds beside them.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {troubles} from '../support/diagnosis.ts';
import {counts, dump, readIncident} from '../support/incident-text.ts';

/** A process at work, in which a crowd stands: twelve shapes that are there in any server. */
const DAILY = [
  '[running] runtime/pprof.writeGoroutineStacks(0x1) < net/http/pprof.handler.ServeHTTP(0x1) < net/http.(*conn).serve(0xc1) by net/http.(*Server).Serve',
  '[IO wait] internal/poll.runtime_pollWait(0x7f) < internal/poll.(*FD).Accept(0xc000f1) < net.(*TCPListener).Accept(0xc000f2) < net/http.(*Server).Serve(0xc000f3) < main.main()',
  '[chan receive, 60 minutes] acme.io/app/metrics.(*reporter).loop(0xc000f4) by acme.io/app/metrics.Start',
  '[select, 60 minutes] acme.io/app/config.(*watcher).Run(0xc000f5) by main.main',
  '[sleep] time.Sleep(0x3b9) < acme.io/app/health.poll(0xc000f6) by main.main',
  '[select] acme.io/app/cron.(*Runner).run(0xc000f7) by acme.io/app/cron.Start',
  '[syscall, 60 minutes] os/signal.signal_recv(0x0) < os/signal.loop() by os/signal.Notify.func1.1',
  '[select] database/sql.(*DB).connectionOpener(0xc000f8) by database/sql.OpenDB',
  '[IO wait] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc000f9) < bufio.(*Reader).Peek(0xc000fa) < net/http.(*persistConn).readLoop(0xc000fb) by net/http.(*Transport).dialConn *6',
  '[select] net/http.(*persistConn).writeLoop(0xc000fb) by net/http.(*Transport).dialConn *6',
  '[IO wait] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc000fc) < net/http.(*connReader).Read(0xc000fd) < bufio.(*Reader).Peek(0xc000fe) < net/http.(*conn).serve(0xc000ff) by net/http.(*Server).Serve *40',
];

type Case = readonly [what: string, text: string, finding: RegExp];

const whole = (crowd: readonly string[], stride = 3): string => dump([...DAILY, ...crowd], {firstId: 1, stride});

const SICK: readonly Case[] = [
  [
    'senders, ages',
    whole(['[chan send, @300 minutes] acme.io/bus.(*Hub).publish.func1(0xc0#) by acme.io/bus.(*Hub).publish *150']),
    /chan-send .*Hub\)\.publish/,
  ],
  [
    'senders, no ages',
    whole(['[chan send] acme.io/bus.(*Hub).publish.func1(0xc0#) by acme.io/bus.(*Hub).publish *150']),
    /chan-send .*Hub\)\.publish/,
  ],
  [
    'senders, pasted with no process around them',
    dump(
      [
        '[chan send, @900 minutes] acme.io/agent.(*Sink).Flush(0xc0#) < acme.io/agent.upload(0xc1) by acme.io/agent.Run *3',
      ],
      {firstId: 91_000},
    ),
    /chan-send .*Sink\)\.Flush/,
  ],
  [
    'receivers, growing',
    whole([
      '[chan receive, @300 minutes] acme.io/rpc.(*Call).await(0xc0#) < acme.io/rpc.Invoke(0xc1) by acme.io/gate.(*Proxy).forward *300',
    ]),
    /chan-receive .*Call\)\.await/,
  ],
  [
    'receivers, no ages, one a request',
    whole([
      '[chan receive] acme.io/rpc.(*Call).await(0xc0#) < acme.io/rpc.Invoke(0xc1) by acme.io/gate.(*Proxy).forward *300',
    ]),
    /chan-receive .*Call\)\.await/,
  ],
  [
    'selects, growing',
    whole(['[select, @2000 minutes] acme.io/term.(*Session).attach(0xc0#) by acme.io/term.Exec *220']),
    /select .*Session\)\.attach/,
  ],
  [
    'selects, no ages',
    whole(['[select] acme.io/term.(*Session).attach(0xc0#) by acme.io/term.Exec *800']),
    /select .*Session\)\.attach/,
  ],
  [
    'a nil channel',
    whole(['[chan receive (nil chan)] acme.io/feed.(*Stream).closed(0xc0#) by acme.io/feed.Open *25']),
    /nil-chan .*Stream\)\.closed/,
  ],
  [
    'an empty select per client',
    whole(['[select (no cases)] acme.io/relay.hold(0xc0#) by acme.io/relay.Accept *400']),
    /nil-chan .*relay\.hold/,
  ],
  [
    'wait groups',
    whole([
      '[semacquire, @500 minutes] sync.runtime_Semacquire(0xc0#) < sync.(*WaitGroup).Wait(0xc0#) < acme.io/fan.(*Out).gather(0xc0#) by acme.io/fan.Do *260',
    ]),
    /wait-group .*Out\)\.gather/,
  ],
  [
    'conditions',
    whole([
      '[sync.Cond.Wait, @500 minutes] sync.runtime_notifyListWait(0xc0#, 0x3) < sync.(*Cond).Wait(0xc0#) < acme.io/ring.(*Buffer).take(0xc0#) by acme.io/ring.Consume *260',
    ]),
    /cond .*Buffer\)\.take/,
  ],
  [
    'one mutex, hundreds of waiters',
    whole([
      '[sync.Mutex.Lock, @40 minutes] sync.runtime_SemacquireMutex(0xc0aa04, 0x0, 0x1) < sync.(*Mutex).lockSlow(0xc0aa00) < sync.(*Mutex).Lock(...) < acme.io/ledger.(*Book).enter(0xc0aa00) by acme.io/ledger.Serve *260',
    ]),
    /(deadlock|lock-convoy) .*Book\)\.enter/,
  ],
  [
    'silent peers',
    whole([
      '[IO wait, @4000 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/ftp.(*control).reply(0xc0#) < acme.io/ftp.(*Client).List(0xc0#) by acme.io/sync.poll *320',
    ]),
    /io .*ftp\.\(\*(control|Client)\)/,
  ],
  [
    'silent peers, read from through a plain function: the loop is named',
    whole([
      '[IO wait, @4000 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/doc.fill(0xc0#) < acme.io/doc.(*socket).readLoop(0xc0#) by acme.io/doc.dial *320',
    ]),
    /io .*doc\.\(\*socket\)\.readLoop/,
  ],
  [
    'sleepers',
    whole(['[sleep, @700 minutes] time.Sleep(0x3b9aca00) < acme.io/retry.forever(0xc0#) by acme.io/retry.Start *280']),
    /sleep .*retry\.forever/,
  ],
  [
    'the read side of pairs is left over',
    whole([
      '[chan send, @100 minutes] acme.io/mux.(*link).recvLoop(0xc0#) by acme.io/mux.Serve *2100',
      '[select] acme.io/mux.(*link).sendLoop(0xc0#) by acme.io/mux.Serve *60',
    ]),
    /(partner-imbalance|chan-send) .*link\)\.recvLoop/,
  ],
  [
    'a pasted row of debug=1',
    counts(9120, ['8444 acme.io/pump.(*Stage).drain < acme.io/pump.Run.func2']),
    /pump\.(\(\*Stage\)\.drain|Run)/,
  ],
  [
    'a pasted row of debug=1 that shows the wait',
    counts(3310, ['2710 runtime.gopark < runtime.chansend < runtime.chansend1 < acme.io/pump.(*Stage).emit']),
    /chan-send .*Stage\)\.emit/,
  ],
  [
    'rows of debug=1 without a total',
    counts(undefined, ['618 acme.io/lease.(*Holder).renew < acme.io/lease.Keep', '617 acme.io/lease.(*Holder).watch']),
    /lease\.\(\*Holder\)/,
  ],
  [
    'bodies that nobody closes',
    counts(2412, ['1100 net/http.(*persistConn).readLoop', '1100 net/http.(*persistConn).writeLoop']),
    /connection-leak .*persistConn\)\.readLoop/,
  ],
  [
    'a pool of connections that is never refilled',
    whole([
      '[select, @55 minutes] database/sql.(*DB).conn(0xc0#) < database/sql.(*DB).query(0xc0#) < acme.io/shop.(*Orders).Find(0xc0#) by net/http.(*Server).Serve *90',
    ]),
    /connection-leak database\/sql\.\(\*DB\)\.conn/,
  ],
  [
    'streams of a client that are never read to the end',
    whole([
      '[select, @900 minutes] google.golang.org/grpc.newClientStreamWithParams.func4(0xc0#) by google.golang.org/grpc.newClientStreamWithParams *900',
    ]),
    /connection-leak .*newClientStreamWithParams/,
  ],
  [
    'goroutines that the runtime calls leaked',
    whole(['[chan receive (leaked)] acme.io/cache.(*Loader).wait(0xc0#) by acme.io/cache.Get *4']),
    /goroutine-leaked .*Loader\)\.wait/,
  ],
  [
    'a single sender for days among daemons',
    whole([
      '[chan send, 4100 minutes] acme.io/store.(*Index).notify(0xc0#) < acme.io/store.(*Index).compact(0xc0#) by acme.io/store.Open *1',
    ]),
    /chan-send .*Index\)\.notify/,
  ],
];

const HEALTHY: readonly (readonly [what: string, text: string])[] = [
  [
    'a small process at work, one goroutine at a lock and one at a full channel',
    dump([
      DAILY[0],
      '[sync.Mutex.Lock] sync.runtime_SemacquireMutex(0xc0aa04, 0x0, 0x1) < sync.(*Mutex).Lock(0xc0aa00) < acme.io/cache.(*LRU).Get(0xc0aa00) by net/http.(*Server).Serve',
      '[chan send] acme.io/etl.(*Stage).emit(0xc0bb) by acme.io/etl.Run',
      '[runnable] acme.io/etl.(*Stage).drain(0xc0cc) by acme.io/etl.Run',
    ]),
  ],
  ['a process at work', whole([])],
  [
    '2 000 idle workers of one pool',
    whole(['[chan receive, 50 minutes] acme.io/pool.(*Pool).worker(0xc0aa00) by acme.io/pool.New *2000'], 1),
  ],
  [
    '2 000 idle workers under a name that says nothing',
    whole(['[chan receive, 50 minutes] acme.io/render.(*tile).draw(0xc0aa00) by acme.io/render.New *2000'], 1),
  ],
  [
    '3 000 watchers of one hub',
    whole([
      '[select, @600 minutes] acme.io/hub.(*Watch).next(0xc0#) by acme.io/hub.Subscribe *3000',
      '[IO wait, @600 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/hub.(*peer).readFrames(0xc0#) by acme.io/hub.Accept *3000',
    ]),
  ],
  [
    '5 000 chat connections, read and write pump',
    whole([
      '[IO wait] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/chat.(*client).readPump(0xc0#) by acme.io/chat.Serve *5000',
      '[select] acme.io/chat.(*client).writePump(0xc0#) by acme.io/chat.Serve *5000',
    ]),
  ],
  [
    '800 kept connections',
    whole([
      '[IO wait, @90 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < net/http.(*connReader).Read(0xc0#) < bufio.(*Reader).Peek(0xc0#) < net/http.(*conn).serve(0xc0#) by net/http.(*Server).Serve *800',
    ]),
  ],
  [
    '400 partitions of a consumer, since the start',
    whole(
      ['[select, 2880 minutes] acme.io/kafka.(*partition).dispatch(0xc0#) by acme.io/kafka.(*Consumer).Start *400'],
      1,
    ),
  ],
  [
    'a burst of requests that lasts seconds',
    whole([
      '[select] acme.io/api.(*Handler).query(0xc0#) < net/http.(*conn).serve(0xc0#) by net/http.(*Server).Serve *120',
    ]),
  ],
  [
    '30 requests queue at a lock for a moment',
    whole([
      '[sync.Mutex.Lock] sync.runtime_SemacquireMutex(0xc0aa04, 0x0, 0x1) < sync.(*Mutex).Lock(0xc0aa00) < acme.io/cache.(*LRU).Get(0xc0aa00) by net/http.(*Server).Serve *12',
    ]),
  ],
  ['senders of a pipeline that runs', whole(['[chan send] acme.io/etl.(*Stage).emit(0xc0#) by acme.io/etl.Run *16'])],
  [
    'one monitor for each of 30 backends',
    counts(420, ['30 acme.io/lb.(*backend).check', '30 acme.io/lb.(*backend).stream', '30 net/http.(*conn).serve']),
  ],
  [
    'wait groups of parents of running work',
    whole([
      '[semacquire] sync.runtime_Semacquire(0xc0#) < sync.(*WaitGroup).Wait(0xc0#) < acme.io/fan.(*Out).gather(0xc0#) by acme.io/fan.Do *30',
      '[runnable] acme.io/fan.(*Out).part(0xc0#) by acme.io/fan.(*Out).gather *60',
    ]),
  ],
];

const first = (text: string) =>
  troubles(analyze([readIncident(text)])).map(({culprit, id}) => `${id} ${culprit.function}`);

describe('write loops of an HTTP client', () => {
  const writers = (count: number) =>
    `[select, @155 minutes] net/http.(*persistConn).writeLoop(0xc0#) by net/http.(*Transport).dialConn *${count}`;
  const idle = (count: number) =>
    `[IO wait] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < bufio.(*Reader).Peek(0xc0#) < net/http.(*persistConn).readLoop(0xc0#) by net/http.(*Transport).dialConn *${count}`;

  test('a crowd of them without read loops is a leak', () => {
    expect(first(whole([writers(900)]))[0]).toMatch(/^connection-leak .*persistConn\)\.writeLoop/);
  });

  test('read loops account for them', () => {
    expect(first(whole([writers(900), idle(900)]))).toEqual([]);
  });

  test('where some bodies are left open, those are spoken of', () => {
    const open = '[select] net/http.(*persistConn).readLoop(0xc0#) by net/http.(*Transport).dialConn *700';
    expect(first(whole([writers(900), idle(200), open]))).toEqual([expect.stringMatching(/persistConn\)\.readLoop/)]);
  });
});

describe('a crowd is blamed on the function it stands in', () => {
  test.each(SICK)('%s', (_, text, finding) => {
    expect(first(text)[0]).toMatch(finding);
  });
});

describe('a healthy crowd is left alone', () => {
  test.each(HEALTHY)('%s', (_, text) => {
    expect(first(text)).toEqual([]);
  });
});

describe('with one fact changed it is not urgent any more', () => {
  const urgency = (text: string): string => analyze([readIncident(text)]).findings[0]?.severity ?? 'none';
  const growing = '[select, @2000 minutes] acme.io/term.(*Session).attach(0xc0#) by acme.io/term.Exec *220';
  const partner =
    '[IO wait, @2000 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/term.(*Session).copy(0xc0#) by acme.io/term.Exec *220';
  const calls = '[chan receive] acme.io/rpc.(*Call).await(0xc0#) < acme.io/rpc.Invoke(0xc1)';

  test.each([
    ['growth', whole([growing]), 'warning'],
    ['growth, each beside an open connection', whole([growing, partner]), 'info'],
    ['the same age for all', whole([growing.replace('@2000', '2000')], 1), 'info'],
    ['one by one', whole([`${calls} by acme.io/gate.forward *600`], 3), 'warning'],
    [
      'one by one, in handlers',
      whole([`${calls} < net/http.(*conn).serve(0xc2) by net/http.(*Server).Serve *600`], 3),
      'info',
    ],
    ['most of the process', whole([`${calls} by acme.io/gate.forward *600`], 1.5), 'warning'],
    [
      'most of the process, all on one object',
      whole([`${calls.replace('0xc0#', '0xc0aa00')} by acme.io/gate.forward *600`], 1.5),
      'info',
    ],
    ['in one go', whole([`${calls} by acme.io/gate.forward *600`], 1), 'info'],
  ])('%s', (_, text, severity) => {
    expect(urgency(text)).toBe(severity);
  });
});
