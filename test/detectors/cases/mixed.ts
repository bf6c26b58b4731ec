/**
 * Cause and consequence in one dump, and forms that leave half of it out.
 */
import {counts, dump} from '../../support/incident-text.ts';

const HTTP = 'net/http.HandlerFunc.ServeHTTP(0xc1) < net/http.(*conn).serve(0xc2) by net/http.(*Server).Serve';
const LOCK =
  'sync.runtime_SemacquireMutex(0xc0aa04, 0x0, 0x1) < sync.(*Mutex).lockSlow(0xc0aa00) < sync.(*Mutex).Lock(...)';

type Case = readonly [what: string, text: string, finding: RegExp];

export const MIXED: readonly Case[] = [
  [
    'requests pile up behind a lock whose holder writes to a dead peer',
    dump([
      `[sync.Mutex.Lock, @30 minutes] ${LOCK} < acme.io/hub.(*Hub).Join(0xc0aa00) < acme.io/hub.Serve(0xc0bb) < ${HTTP} *240`,
      '[IO wait, 31 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Write(0xc0cc) < acme.io/hub.(*peer).push(0xc0dd) < acme.io/hub.(*Hub).broadcast(0xc0aa00) by acme.io/hub.New',
      '[select, 30 minutes] acme.io/hub.(*peer).wait(0xc0#) by acme.io/hub.Serve *200',
    ]),
    /(deadlock|lock-convoy) .*hub\.\(\*(Hub|peer)\)\.(broadcast|Join|push)/,
  ],
  [
    'a writer waits for a reader that never ends, and readers for the writer',
    dump([
      '[sync.RWMutex.Lock, 44 minutes] sync.runtime_SemacquireRWMutex(0xc0aa08, 0x0, 0x0) < sync.(*RWMutex).Lock(0xc0aa00) < acme.io/reg.(*Registry).Put(0xc0aa00) by acme.io/reg.Run',
      '[sync.RWMutex.RLock, @44 minutes] sync.runtime_SemacquireRWMutexR(0xc0aa0c, 0x0, 0x0) < sync.(*RWMutex).RLock(...) < acme.io/reg.(*Registry).Get(0xc0aa00) by net/http.(*Server).Serve *180',
      '[chan send, 45 minutes] acme.io/reg.(*Registry).Each(0xc0aa00) < acme.io/reg.dump(0xc0ee) by acme.io/reg.Debug',
    ]),
    /deadlock .*Registry\)\.(Each|Put)|deadlock .*reg\.dump/,
  ],
  [
    'once inside once',
    dump([
      '[semacquire, 5 minutes] sync.runtime_SemacquireMutex(0xc0aa04, 0x0, 0x1) < sync.(*Mutex).lockSlow(0xc0aa00) < sync.(*Mutex).Lock(...) < sync.(*Once).doSlow(0xc0a9f8, 0xc01) < sync.(*Once).Do(...) < acme.io/conf.Get() < acme.io/conf.load() < sync.(*Once).doSlow(0xc0a9f8, 0xc01) < sync.(*Once).Do(...) < acme.io/conf.Get() < main.main()',
    ]),
    /deadlock acme\.io\/conf\.(Get|load)/,
  ],
  [
    'one flight that everybody waits for',
    dump([
      '[sync.WaitGroup.Wait, @90 minutes] sync.runtime_SemacquireWaitGroup(0xc0#) < sync.(*WaitGroup).Wait(0xc0#) < golang.org/x/sync/singleflight.(*Group).Do(0xc0aa) < acme.io/token.(*Source).Fetch(0xc0bb) by acme.io/api.(*Client).call *900',
      '[select, 91 minutes] acme.io/token.(*Source).refresh(0xc0bb) < golang.org/x/sync/singleflight.(*Group).doCall(0xc0aa) < golang.org/x/sync/singleflight.(*Group).Do(0xc0aa) < acme.io/token.(*Source).Fetch(0xc0bb) by acme.io/api.(*Client).call',
    ]),
    /token\.\(\*Source\)\.(Fetch|refresh)/,
  ],
  [
    'a semaphore of channel sends that nobody drains',
    dump([
      '[chan send, @400 minutes] acme.io/limit.(*Gate).acquire(0xc0aa) < acme.io/limit.(*Gate).Do(0xc0aa) by acme.io/crawl.(*Job).Run *640',
      '[IO wait, 400 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0cc) < acme.io/crawl.(*Job).fetch(0xc0dd) < acme.io/limit.(*Gate).Do(0xc0aa) by acme.io/crawl.(*Job).Run *8',
    ]),
    /limit\.\(\*Gate\)/,
  ],
  [
    'joins of foreign contexts, a row of debug=1',
    counts(6100, ['5200 context.propagateCancel.func1', '90 net/http.(*conn).serve']),
    /context\.propagateCancel/,
  ],
  [
    'waits for answers of a server that is gone, a row of debug=1',
    counts(4400, [
      '3900 runtime.gopark < runtime.selectgo < net/http.(*persistConn).roundTrip < net/http.(*Transport).roundTrip < acme.io/push.(*Client).Send',
    ]),
    /(select|connection-leak) (.*push\.\(\*Client\)\.Send|net\/http)/,
  ],
  [
    'workers of a cgroup reader that nobody stops',
    counts(812, ['528 acme.io/stats.(*fsHandler).trackUsage', '40 acme.io/stats.(*housekeeper).run']),
    /stats\.\(\*fsHandler\)\.trackUsage/,
  ],
  [
    'one stack, no header, a wait group',
    'sync.runtime_Semacquire(0xc000edcc64)\n\t/usr/local/go/src/runtime/sema.go:56 +0xe3a\nsync.(*WaitGroup).Wait(0xc000edcc64)\n\t/usr/local/go/src/sync/waitgroup.go:130 +0x4c4\nacme.io/gc.(*Sweeper).sweep(0xc0005ee040)\n\t/src/gc.go:271 +0x326\ncreated by acme.io/gc.Start\n\t/src/gc.go:112 +0xdde\n',
    /gc\.\(\*Sweeper\)\.sweep/,
  ],
  [
    'quiet connections of a server without deadlines, nothing else',
    counts(384, [
      '328 internal/poll.runtime_pollWait < internal/poll.(*FD).Read < net.(*conn).Read < crypto/tls.(*Conn).readRecordOrCCS < bufio.(*Reader).Peek < net/http.(*conn).serve',
    ]),
    /goroutine-crowd net\/http\.\(\*conn\)\.serve/,
  ],
  [
    'one select for a day, picked by hand',
    dump(
      [
        '[select, 1490 minutes] acme.io/sub.(*Pump).next(0xc0aa) < acme.io/sub.(*Pump).Run(0xc0aa) by acme.io/sub.Start',
      ],
      {firstId: 33},
    ),
    /sub\.\(\*Pump\)\.next/,
  ],
];
