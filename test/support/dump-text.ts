/**
 * A dump to damage: states, waits, creators, closures, and names that tempt a reader.
 */
export const DUMP: string = [
  'goroutine 18970952966 [chan send, 429 minutes]:',
  'k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection.func1(0xc00f082ba0, 0xc04e059b90, 0x9, 0x9, 0xc235e37570)',
  '\t/go/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go:1037 +0x10a',
  'created by k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection',
  '\t/go/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go:1032 +0x39b',
  '',
  'goroutine 12 [IO wait, 3 minutes, locked to thread]:',
  'internal/poll.runtime_pollWait(0x7f4a2c1b0f18, 0x72)',
  '\t/usr/local/go/src/runtime/netpoll.go:343 +0x85',
  'internal/poll.(*pollDesc).waitRead(...)',
  '\t/usr/local/go/src/internal/poll/fd_poll_runtime.go:89',
  'net/http.(*persistConn).readLoop(0xc0000be480)',
  '\t/usr/local/go/src/net/http/transport.go:2238 +0xd25',
  'created by net/http.(*Transport).dialConn in goroutine 21',
  '\t/usr/local/go/src/net/http/transport.go:1776 +0x169f',
  '',
  'goroutine 13 [select]:',
  'main.(*worker[...]).loop.func2.1({0xc0000143c0?, 0x0?})',
  '\t/src/app/worker.go:88 +0x1c5',
  'main.main()',
  '\t/src/app/main.go:21 +0x6f',
  '',
].join('\n');

/** The same as `describeGoroutines` tells it. */
export const DESCRIBED: readonly string[] = [
  '18970952966 [chan send, 429 minutes] k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection.func1 by k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection',
  '12 [IO wait, 3 minutes] internal/poll.runtime_pollWait < internal/poll.(*pollDesc).waitRead < net/http.(*persistConn).readLoop by net/http.(*Transport).dialConn',
  '13 [select] main.(*worker[...]).loop.func2.1 < main.main',
];
