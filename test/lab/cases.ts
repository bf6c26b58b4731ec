/**
 * What each mode of the lab is, and what must be said of it. Findings are `<detector> <function>`.
 */
type Modes = readonly (readonly [mode: string, finding: string])[];

export const STUCK: Modes = [
  ['send-leak', 'goroutine-leak-chan-send main.computeResult'],
  ['receive-leak', 'goroutine-leak-chan-receive main.fetchQuote'],
  ['select-leak', 'goroutine-leak-select main.awaitReply'],
  ['wait-group-leak', 'goroutine-leak-wait-group main.gather'],
  ['self-deadlock', 'deadlock main.(*store).size'],
  ['send-under-lock', 'deadlock main.(*store).publish'],
  ['body-leak', 'connection-leak net/http.(*persistConn).readLoop'],
  ['pool-leak', 'connection-leak database/sql.(*DB).conn'],
  ['first-answer-wins', 'goroutine-leak-chan-send main.askReplicas.func1'],
  ['range-not-closed', 'goroutine-leak-chan-receive main.storeLines'],
  ['unsubscribe-forgotten', 'goroutine-leak-select main.refreshDashboard'],
  ['done-skipped', 'goroutine-leak-wait-group main.uploadAll'],
  ['signal-lost', 'goroutine-leak-cond main.(*gate).passThrough'],
  ['reader-never-done', 'deadlock main.(*registry).eachEntry'],
  ['channel-not-made', 'goroutine-leak-nil-chan main.(*session).awaitClose'],
  ['slot-not-returned', 'goroutine-leak-chan-send main.(*limiter).acquire'],
  ['result-unread', 'goroutine-leak-chan-send main.checkRule'],
  ['ticker-per-call', 'goroutine-leak-chan-receive main.refreshPanel'],
  ['pipe-abandoned', 'goroutine-leak-select main.encodeInto'],
  ['unlock-skipped', 'lock-convoy main.(*vault).deposit'],
  ['cannot-be-cancelled', 'goroutine-leak-nil-chan main.closeWhenDone'],
];

/** Nobody is woken for what open connections look like: it is shown as info. */
export const ONLY_SHOWN: Modes = [['no-deadline', 'goroutine-leak-io main.fetchReport']];

/** The protobuf has neither the states, the addresses nor the ids that show these. */
export const STUCK_IN_TEXT: Modes = [
  ['nil-chan-leak', 'goroutine-leak-nil-chan main.notifyClosed'],
  ['lock-order', 'deadlock main.(*account).transfer'],
  // Without ids, who sleeps between two attempts looks like who sleeps before the first.
  ['retry-forever', 'goroutine-leak-sleep main.deliver'],
];

export const HELD: Modes = [
  ['ticker-leak', 'timer-leak main.pollOnce'],
  ['context-leak', 'context-leak main.derive'],
  ['cache-leak', 'heap-hog main.(*cache).remember'],
  ['after-in-loop', 'timer-leak main.waitOrGiveUp'],
  ['timeout-not-cancelled', 'context-leak main.lookUpWithTimeout'],
  ['part-keeps-all', 'heap-hog main.loadDocument'],
  ['sessions-kept', 'heap-hog main.(*sessions).open'],
  ['audit-kept', 'heap-hog main.(*audit).append'],
  ['callbacks-kept', 'heap-hog main.(*feed).handleRequest'],
];

export const SPENT: Modes = [
  ['scan-per-item', 'hot-function main.(*routes).match'],
  ['addresses-per-item', 'syscall-loop main.isLocal'],
  ['regexp-in-loop', 'regexp-compile main.validate'],
  ['rsa-per-request', 'crypto-per-request main.signToken'],
  ['handshake-per-request', 'crypto-per-request main.fetchOverTLS'],
  ['stat-in-loop', 'syscall-loop main.reloadIfChanged'],
  ['sort-per-insert', 'sort-heavy main.(*board).insert'],
  ['hash-per-read', 'hash-heavy main.entityTag'],
  ['json-per-request', 'json-heavy main.listProducts'],
  ['gzip-per-request', 'compression-heavy main.sendPage'],
  ['gc-churn', 'gc-pressure main.renderRows'],
  ['compare-deeply', 'hot-function main.hasChanged'],
  ['joined-piecewise', 'hot-function main.joinWords'],
  ['copied-per-read', 'hot-function main.(*features).isEnabled'],
  ['select-spins', 'busy-select main.(*mailbox).drain'],
  ['lock-spins', 'lock-spin main.(*tally).add'],
  ['pattern-per-line', 'regexp-match main.filterLines'],
];

export const WAITED: Modes = [
  ['lock-held-long', 'lock-contention main.(*ledger).record'],
  ['read-lock-starved', 'lock-contention main.(*settings).reload'],
  ['registry-of-all', 'lock-contention main.(*counters).count'],
];

/** Go before 1.22 counts in the mutex profile what one waiter lost, and the lab runs for a second only. */
export const SHORT_RUN = {'lock-contention': {seconds: 0.5}};

export const PARKED_HEALTHY: readonly string[] = [
  'send-healthy',
  'receive-healthy',
  'select-healthy',
  'lock-healthy',
  'body-healthy',
  'keep-alive-healthy',
  'pool-healthy',
  'ticker-healthy',
  'cache-healthy',
  'actors',
  'backpressure',
  'bidi-streams',
  'buffers-pooled',
  'build-graph',
  'bus-client',
  'cache-filled',
  'calls-in-flight',
  'client-keep-alive',
  'config-watched',
  'consumer-parked',
  'cron-jobs',
  'devices',
  'documents-indexed',
  'event-stream',
  'fan-out',
  'feed-paused',
  'file-mapped',
  'file-tailers',
  'follower',
  'game-players',
  'group-members',
  'health-watches',
  'hourly',
  'http2-streams',
  'informers',
  'jittered-start',
  'long-poll',
  'lru-steady',
  'many-listeners',
  'memtable',
  'once-loading',
  'parents-wait',
  'pipe-readers',
  'pool-large',
  'proxy-loaded',
  'queue-consumers',
  'raft-groups',
  'ranges-loaded',
  'rate-limited',
  'replies-by-id',
  'rings-kept',
  'rows-imported',
  'schedule',
  'semaphore-bounded',
  'session-janitors',
  'sessions-expire',
  'shard-sweepers',
  'simulation-barrier',
  'single-flight',
  'standby',
  'state-subscribers',
  'subscribers-decode',
  'task-pollers',
  'terminals',
  'timeouts-in-flight',
  'tokens-awaited',
  'topic-subscribers',
  'websocket-hub',
  'worker-pools',
  'workers-started',
];

/** What every parked mode writes that must be found healthy. */
export const PARKED_KINDS: readonly string[] = ['goroutine.pb.gz', 'goroutine.txt', 'count.txt', 'heap.pb.gz'];

export const BUSY_HEALTHY: readonly string[] = [
  'scan-healthy',
  'addresses-healthy',
  'regexp-healthy',
  'rsa-healthy',
  'stat-healthy',
  'sort-healthy',
  'hash-healthy',
  'json-healthy',
  'gzip-healthy',
  'gc-healthy',
  'page-renderer',
  'site-loaded',
  'ticker-few',
  'datagrams-answered',
  'json-api',
  'log-shipper',
  'queue-decoded',
  'tls-terminator',
];

export const WAITED_HEALTHY: readonly string[] = [
  'lock-held-briefly',
  'workers-rest',
  'connections-at-once',
  'map-shared',
];
