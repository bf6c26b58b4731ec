/**
 * A process at work, as a dump of all of its goroutines: what crowds stand in.
 */
import {dump} from '../../support/incident-text.ts';

/** A process at work, in which a crowd stands: twelve shapes that are there in any server. */
export const DAILY = [
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

/** The process with a crowd in it; ids grow by `stride` from one of the crowd to the next. */
export function atWork(crowd: readonly string[], stride = 3): string {
  return dump([...DAILY, ...crowd], {firstId: 1, stride});
}
