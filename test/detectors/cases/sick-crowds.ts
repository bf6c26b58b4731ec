/**
 * Crowds of goroutines as people report them, under names that no signature knows.
 */
import {counts, dump} from '../../support/incident-text.ts';
import {atWork} from './daily.ts';

type SickText = readonly [what: string, text: string, finding: RegExp];

export const SICK_CROWDS: readonly SickText[] = [
  [
    'senders, ages',
    atWork(['[chan send, @300 minutes] acme.io/bus.(*Hub).publish.func1(0xc0#) by acme.io/bus.(*Hub).publish *150']),
    /chan-send .*Hub\)\.publish/,
  ],
  [
    'senders, no ages',
    atWork(['[chan send] acme.io/bus.(*Hub).publish.func1(0xc0#) by acme.io/bus.(*Hub).publish *150']),
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
    atWork([
      '[chan receive, @300 minutes] acme.io/rpc.(*Call).await(0xc0#) < acme.io/rpc.Invoke(0xc1) by acme.io/gate.(*Proxy).forward *300',
    ]),
    /chan-receive .*Call\)\.await/,
  ],
  [
    'receivers, no ages, one a request',
    atWork([
      '[chan receive] acme.io/rpc.(*Call).await(0xc0#) < acme.io/rpc.Invoke(0xc1) by acme.io/gate.(*Proxy).forward *300',
    ]),
    /chan-receive .*Call\)\.await/,
  ],
  [
    'selects, growing',
    atWork(['[select, @2000 minutes] acme.io/term.(*Session).attach(0xc0#) by acme.io/term.Exec *220']),
    /select .*Session\)\.attach/,
  ],
  [
    'selects, no ages',
    atWork(['[select] acme.io/term.(*Session).attach(0xc0#) by acme.io/term.Exec *800']),
    /select .*Session\)\.attach/,
  ],
  [
    'a nil channel',
    atWork(['[chan receive (nil chan)] acme.io/feed.(*Stream).closed(0xc0#) by acme.io/feed.Open *25']),
    /nil-chan .*Stream\)\.closed/,
  ],
  [
    'an empty select per client',
    atWork(['[select (no cases)] acme.io/relay.hold(0xc0#) by acme.io/relay.Accept *400']),
    /nil-chan .*relay\.hold/,
  ],
  [
    'wait groups',
    atWork([
      '[semacquire, @500 minutes] sync.runtime_Semacquire(0xc0#) < sync.(*WaitGroup).Wait(0xc0#) < acme.io/fan.(*Out).gather(0xc0#) by acme.io/fan.Do *260',
    ]),
    /wait-group .*Out\)\.gather/,
  ],
  [
    'conditions',
    atWork([
      '[sync.Cond.Wait, @500 minutes] sync.runtime_notifyListWait(0xc0#, 0x3) < sync.(*Cond).Wait(0xc0#) < acme.io/ring.(*Buffer).take(0xc0#) by acme.io/ring.Consume *260',
    ]),
    /cond .*Buffer\)\.take/,
  ],
  [
    'one mutex, hundreds of waiters',
    atWork([
      '[sync.Mutex.Lock, @40 minutes] sync.runtime_SemacquireMutex(0xc0aa04, 0x0, 0x1) < sync.(*Mutex).lockSlow(0xc0aa00) < sync.(*Mutex).Lock(...) < acme.io/ledger.(*Book).enter(0xc0aa00) by acme.io/ledger.Serve *260',
    ]),
    /(deadlock|lock-convoy) .*Book\)\.enter/,
  ],
  [
    'silent peers',
    atWork([
      '[IO wait, @4000 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/ftp.(*control).reply(0xc0#) < acme.io/ftp.(*Client).List(0xc0#) by acme.io/sync.poll *320',
    ]),
    /io .*ftp\.\(\*(control|Client)\)/,
  ],
  [
    'silent peers, read from through a plain function: the loop is named',
    atWork([
      '[IO wait, @4000 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/doc.fill(0xc0#) < acme.io/doc.(*socket).readLoop(0xc0#) by acme.io/doc.dial *320',
    ]),
    /io .*doc\.\(\*socket\)\.readLoop/,
  ],
  [
    'sleepers',
    atWork(['[sleep, @700 minutes] time.Sleep(0x3b9aca00) < acme.io/retry.forever(0xc0#) by acme.io/retry.Start *280']),
    /sleep .*retry\.forever/,
  ],
  [
    'the read side of pairs is left over',
    atWork([
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
    atWork([
      '[select, @55 minutes] database/sql.(*DB).conn(0xc0#) < database/sql.(*DB).query(0xc0#) < acme.io/shop.(*Orders).Find(0xc0#) by net/http.(*Server).Serve *90',
    ]),
    /connection-leak database\/sql\.\(\*DB\)\.conn/,
  ],
  [
    'streams of a client that are never read to the end',
    atWork([
      '[select, @900 minutes] google.golang.org/grpc.newClientStreamWithParams.func4(0xc0#) by google.golang.org/grpc.newClientStreamWithParams *900',
    ]),
    /connection-leak .*newClientStreamWithParams/,
  ],
  [
    'goroutines that the runtime calls leaked',
    atWork(['[chan receive (leaked)] acme.io/cache.(*Loader).wait(0xc0#) by acme.io/cache.Get *4']),
    /goroutine-leaked .*Loader\)\.wait/,
  ],
  [
    'a single sender for days among daemons',
    atWork([
      '[chan send, 4100 minutes] acme.io/store.(*Index).notify(0xc0#) < acme.io/store.(*Index).compact(0xc0#) by acme.io/store.Open *1',
    ]),
    /chan-send .*Index\)\.notify/,
  ],
];
