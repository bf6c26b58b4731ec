/**
 * Hangs of the kinds that public bug collections hold, in our own words: lines of a dump, and who is to blame.
 */
const LOCK =
  'sync.runtime_SemacquireMutex(0xc0001a4, 0x0, 0x1) < sync.(*Mutex).lockSlow(0xc0001a0) < sync.(*Mutex).Lock(...)';
const TEST = 'testing.tRunner(0xc0003e0) by testing.(*T).Run';
const MAIN = '[chan receive] testing.(*T).Run(0xc000200) < testing.runTests.func1(0xc000201) < main.main()';

export const HANGS: readonly [what: string, lines: readonly string[], culprit: RegExp][] = [
  [
    'a sender holds the lock that its receiver wants',
    [
      MAIN,
      `[chan send] example.com/kubelet/status.(*board).Post(0xc000500, 0x1) < example.com/kubelet/status.TestPost(0xc000e0) < ${TEST}`,
      '[semacquire] sync.runtime_SemacquireMutex(0xc000504, 0x0, 0x1) < sync.(*RWMutex).Lock(0xc000500) < example.com/kubelet/status.(*board).flush(0xc000500) < example.com/kubelet/status.(*board).Start.func1() by example.com/kubelet/status.(*board).Start',
    ],
    /status\.\(\*board\)\.(Post|flush)/,
  ],
  [
    'what is done once asks for itself',
    [
      '[semacquire] sync.runtime_SemacquireMutex(0xc000904, 0x0, 0x1) < sync.(*Mutex).lockSlow(0xc000904) < sync.(*Mutex).Lock(...) < sync.(*Once).doSlow(0xc000900, 0x1) < sync.(*Once).Do(...) < acme.io/conf.Get() < acme.io/conf.load() < sync.(*Once).doSlow(0xc000900, 0x1) < sync.(*Once).Do(...) < acme.io/conf.Get() < main.main()',
      '[semacquire] sync.runtime_SemacquireMutex(0xc000904, 0x0, 0x1) < sync.(*Mutex).lockSlow(0xc000904) < sync.(*Mutex).Lock(...) < sync.(*Once).doSlow(0xc000900, 0x1) < sync.(*Once).Do(...) < acme.io/conf.Get() < acme.io/web.(*Server).page(0xc000910) by acme.io/web.Start',
    ],
    /conf\.Get/,
  ],
  [
    'the framer blocks on a full channel under its write lock',
    [
      '[chan send] acme.io/spdy.(*frames).WriteFrame(0xc000700, 0x1) < acme.io/spdy.(*Link).sendGoAway(0xc000780) by acme.io/spdy.(*Link).Serve',
      '[semacquire] sync.runtime_SemacquireMutex(0xc000704, 0x0, 0x1) < sync.(*Mutex).Lock(0xc000700) < acme.io/spdy.(*frames).monitor(0xc000700) by acme.io/spdy.(*Link).Serve',
    ],
    /spdy\.\(\*frames\)/,
  ],
  [
    'a watch sends its error to nobody',
    [
      MAIN,
      `[select] acme.io/store.(*watcher).sync(0xc000300) by acme.io/store.(*watcher).run`,
      '[chan send] acme.io/store.(*watcher).run(0xc000300) by acme.io/store.(*hub).Watch',
    ],
    /store\.\(\*watcher\)\.run/,
  ],
  [
    'a read lock taken twice in one goroutine, a writer between',
    [
      '[semacquire] sync.runtime_SemacquireRWMutexR(0xc00080c, 0x0, 0x0) < sync.(*RWMutex).RLock(...) < acme.io/cpu/state.(*memory).CPUs(0xc000800) < acme.io/cpu/state.(*memory).CPUsOrDefault(0xc000800) < acme.io/cpu.(*manager).reconcile(0xc000840) by acme.io/cpu.(*manager).Start',
      '[semacquire] sync.runtime_SemacquireRWMutex(0xc000808, 0x0, 0x0) < sync.(*RWMutex).Lock(0xc000800) < acme.io/cpu/state.(*memory).SetCPUs(0xc000800) < acme.io/cpu.(*manager).add(0xc000840) by acme.io/cpu.(*manager).AddContainer',
    ],
    /state\.\(\*memory\)\.(CPUs|CPUsOrDefault)/,
  ],
  [
    'two small objects side by side are locked in opposite order',
    [
      `[semacquire] ${LOCK.replaceAll('c0001a', 'c00b2a')} < acme.io/bank.(*account).transfer(0xc00b290, 0xc00b2a0) by acme.io/bank.Run`,
      `[semacquire] ${LOCK.replaceAll('c0001a', 'c00b29')} < acme.io/bank.(*account).transfer(0xc00b2a0, 0xc00b290) by acme.io/bank.Run`,
      `[semacquire] ${LOCK.replaceAll('c0001a', 'c00b29')} < acme.io/bank.(*account).balance(0x0?) by acme.io/bank.Run *40`,
    ],
    /bank\.\(\*account\)\.transfer/,
  ],
  [
    'a function locks what its caller holds',
    [
      MAIN,
      `[semacquire] sync.runtime_SemacquireMutex(0xc000904, 0x0, 0x1) < sync.(*Mutex).Lock(...) < acme.io/vm.(*service).attach(0xc000900) < acme.io/vm.(*service).attachAll(0xc000900) < acme.io/vm.TestAttach(0xc000e0) < ${TEST}`,
    ],
    /vm\.\(\*service\)\.attach/,
  ],
  [
    'two goroutines take two locks in opposite order',
    [
      '[semacquire] sync.runtime_SemacquireMutex(0xc000a04, 0x0, 0x1) < sync.(*Mutex).Lock(0xc000a00) < acme.io/dm.(*pool).Lookup(0xc000a00) < acme.io/dm.(*device).Mount(0xc000b00) by acme.io/dm.Serve',
      '[semacquire] sync.runtime_SemacquireMutex(0xc000b04, 0x0, 0x1) < sync.(*Mutex).Lock(0xc000b00) < acme.io/dm.(*device).Close(0xc000b00) < acme.io/dm.(*pool).Shutdown(0xc000a00) by acme.io/dm.Serve',
    ],
    /dm\.\(\*(pool|device)\)/,
  ],
  [
    'a lock that somebody left locked on an error path',
    [
      MAIN,
      `[semacquire, 9 minutes] ${LOCK} < acme.io/client.(*remote).acquire(0xc0001a0) < acme.io/client.(*KV).Do(0xc0004) < acme.io/client.TestDo(0xc000e0) < ${TEST}`,
    ],
    /client\.\(\*(remote|KV)\)\.(acquire|Do)/,
  ],
  [
    'WaitGroup.Wait inside the loop that starts the members',
    [
      MAIN,
      `[semacquire] sync.runtime_Semacquire(0xc000c10) < sync.(*WaitGroup).Wait(0xc000c10) < acme.io/plugin.(*Manager).start(0xc000c00) < acme.io/plugin.TestStart(0xc000e0) < ${TEST}`,
    ],
    /plugin\.\(\*Manager\)\.start/,
  ],
  [
    'a condition that was signalled before the wait',
    [
      MAIN,
      '[semacquire] sync.runtime_notifyListWait(0xc000d10, 0x0) < sync.(*Cond).Wait(0xc000d00) < acme.io/plugins.(*Plugin).waitActive(0xc000d00) < acme.io/plugins.Get(0xc000d40) < acme.io/plugins.TestGet.func1() by acme.io/plugins.TestGet',
    ],
    /plugins\.\(\*Plugin\)\.waitActive/,
  ],
  [
    'a status request to a node that has stopped',
    [
      MAIN,
      `[chan send] acme.io/raft.(*peer).Status(0xc000f00) < acme.io/raft.TestStatus(0xc000e0) < ${TEST}`,
      '[semacquire] sync.runtime_Semacquire(0xc000f80) < sync.(*WaitGroup).Wait(0xc000f80) < acme.io/raft.(*cluster).Close(0xc000f70) by acme.io/raft.TestStatus',
    ],
    /raft\.\(\*peer\)\.Status/,
  ],
  [
    'the token keeper is told of a token by who holds the lock its loop wants',
    [
      '[chan send, 12 minutes] acme.io/auth.(*keeper).addToken(0xc001000, 0x20) < acme.io/auth.(*tokens).assign(0xc001080) < acme.io/auth.(*store).Authenticate(0xc0010c0) by google.golang.org/grpc.(*Server).serveStreams.func1',
      '[semacquire, 12 minutes] sync.runtime_SemacquireMutex(0xc001084, 0x0, 0x1) < sync.(*Mutex).Lock(0xc001080) < acme.io/auth.(*tokens).expire(0xc001080) < acme.io/auth.(*keeper).run(0xc001000) by acme.io/auth.newKeeper',
      '[semacquire, 11 minutes] sync.runtime_SemacquireMutex(0xc001084, 0x0, 0x1) < sync.(*Mutex).Lock(0xc001080) < acme.io/auth.(*tokens).assign(0xc001080) < acme.io/auth.(*store).Authenticate(0xc0010c0) by google.golang.org/grpc.(*Server).serveStreams.func1 *12',
    ],
    /auth\.\(\*(keeper|tokens|store)\)/,
  ],
  [
    'closing waits for a loop that waits for the closer',
    [
      MAIN,
      `[chan receive] acme.io/protocol.(*conn).Close(0xc001100) < acme.io/protocol.(*conn).ping(0xc001100) < acme.io/protocol.TestClose(0xc000e0) < ${TEST}`,
      '[chan send] acme.io/protocol.(*conn).send(0xc001100) < acme.io/protocol.(*conn).dispatch(0xc001100) by acme.io/protocol.NewConn',
    ],
    /protocol\.\(\*conn\)\.(Close|send)/,
  ],
  [
    'the logger exits under its own lock and logs that',
    [
      '[semacquire, 3 minutes] sync.runtime_SemacquireMutex(0xc001204, 0x0, 0x1) < sync.(*Mutex).Lock(0xc001200) < acme.io/log.(*logger).exit(0xc001200) < acme.io/log.(*file).rotate(0xc001280) < acme.io/log.(*logger).output(0xc001200) < acme.io/log.Fatalf(0x0) < acme.io/app.serve(0xc0012f) by main.main',
    ],
    /log\.\(\*logger\)\.(exit|output)/,
  ],
  [
    'stop waits for a task that waits for stop',
    [
      MAIN,
      `[semacquire, 2 minutes] sync.runtime_Semacquire(0xc001310) < sync.(*WaitGroup).Wait(0xc001310) < acme.io/stop.(*Stopper).Stop(0xc001300) < acme.io/stop.TestStop(0xc000e0) < ${TEST}`,
      '[chan receive, 2 minutes] acme.io/stop.(*Stopper).RunTask(0xc001300) < acme.io/stop.TestStop.func1() by acme.io/stop.TestStop',
    ],
    /stop\.\(\*Stopper\)\.(Stop|RunTask)/,
  ],
];
