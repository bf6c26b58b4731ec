/**
 * Crowds of goroutines that are no trouble.
 */
import {counts, dump} from '../../support/incident-text.ts';
import {atWork, DAILY} from './daily.ts';

export const HEALTHY_CROWDS: readonly (readonly [what: string, text: string])[] = [
  [
    'a small process at work, one goroutine at a lock and one at a full channel',
    dump([
      DAILY[0],
      '[sync.Mutex.Lock] sync.runtime_SemacquireMutex(0xc0aa04, 0x0, 0x1) < sync.(*Mutex).Lock(0xc0aa00) < acme.io/cache.(*LRU).Get(0xc0aa00) by net/http.(*Server).Serve',
      '[chan send] acme.io/etl.(*Stage).emit(0xc0bb) by acme.io/etl.Run',
      '[runnable] acme.io/etl.(*Stage).drain(0xc0cc) by acme.io/etl.Run',
    ]),
  ],
  [
    'who waits for the reader of a connection, shown without their process',
    dump(
      [
        '[semacquire, 143940 minutes] sync.runtime_Semacquire(0xc0aa) < sync.(*WaitGroup).Wait(0xc0aa) < acme.io/rpc.(*Client).run.func2(0xc0aa) by acme.io/rpc.(*Client).run',
        '[IO wait, 143940 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0bb) < acme.io/rpc.(*Client).receive(0xc0bb) by acme.io/rpc.(*Client).run',
      ],
      {firstId: 37},
    ),
  ],
  ['a process at work', atWork([])],
  [
    '2 000 idle workers of one pool',
    atWork(['[chan receive, 50 minutes] acme.io/pool.(*Pool).worker(0xc0aa00) by acme.io/pool.New *2000'], 1),
  ],
  [
    '2 000 idle workers under a name that says nothing',
    atWork(['[chan receive, 50 minutes] acme.io/render.(*tile).draw(0xc0aa00) by acme.io/render.New *2000'], 1),
  ],
  [
    '3 000 watchers of one hub',
    atWork([
      '[select, @600 minutes] acme.io/hub.(*Watch).next(0xc0#) by acme.io/hub.Subscribe *3000',
      '[IO wait, @600 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/hub.(*peer).readFrames(0xc0#) by acme.io/hub.Accept *3000',
    ]),
  ],
  [
    '5 000 chat connections, read and write pump',
    atWork([
      '[IO wait] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/chat.(*client).readPump(0xc0#) by acme.io/chat.Serve *5000',
      '[select] acme.io/chat.(*client).writePump(0xc0#) by acme.io/chat.Serve *5000',
    ]),
  ],
  [
    '800 kept connections',
    atWork([
      '[IO wait, @90 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < net/http.(*connReader).Read(0xc0#) < bufio.(*Reader).Peek(0xc0#) < net/http.(*conn).serve(0xc0#) by net/http.(*Server).Serve *800',
    ]),
  ],
  [
    '400 partitions of a consumer, since the start',
    atWork(
      ['[select, 2880 minutes] acme.io/kafka.(*partition).dispatch(0xc0#) by acme.io/kafka.(*Consumer).Start *400'],
      1,
    ),
  ],
  [
    'a burst of requests that lasts seconds',
    atWork([
      '[select] acme.io/api.(*Handler).query(0xc0#) < net/http.(*conn).serve(0xc0#) by net/http.(*Server).Serve *120',
    ]),
  ],
  [
    '30 requests queue at a lock for a moment',
    atWork([
      '[sync.Mutex.Lock] sync.runtime_SemacquireMutex(0xc0aa04, 0x0, 0x1) < sync.(*Mutex).Lock(0xc0aa00) < acme.io/cache.(*LRU).Get(0xc0aa00) by net/http.(*Server).Serve *12',
    ]),
  ],
  ['senders of a pipeline that runs', atWork(['[chan send] acme.io/etl.(*Stage).emit(0xc0#) by acme.io/etl.Run *16'])],
  [
    'one monitor for each of 30 backends',
    counts(420, ['30 acme.io/lb.(*backend).check', '30 acme.io/lb.(*backend).stream', '30 net/http.(*conn).serve']),
  ],
  [
    'wait groups of parents of running work',
    atWork([
      '[semacquire] sync.runtime_Semacquire(0xc0#) < sync.(*WaitGroup).Wait(0xc0#) < acme.io/fan.(*Out).gather(0xc0#) by acme.io/fan.Do *30',
      '[runnable] acme.io/fan.(*Out).part(0xc0#) by acme.io/fan.(*Out).gather *60',
    ]),
  ],
];
