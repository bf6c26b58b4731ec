/**
 * What fresh public reports showed to be wrong, each kind in words of our own.
 */
import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {readText} from '../support/goroutines.ts';

const findings = (lines: readonly string[]) => analyze([readText(`${lines.join('\n')}\n`)]).findings;

const TIMED_OUT = [
  'panic: test timed out after 3m0s',
  '',
  'goroutine 1 [chan receive, 2 minutes]:',
  'testing.(*T).Run(0xc00014c7e0, 0x60f12e, 0x14)',
  '\t/go/src/testing/testing.go:1006 +0x68e',
  'main.main()',
  '\t_testmain.go:198 +0xc1',
  '',
  'goroutine 34 [semacquire, 2 minutes]:',
  'sync.(*WaitGroup).Wait(0xc000466070)',
  '\t/go/src/sync/waitgroup.go:130 +0xd6',
  'acme.io/q.TestDrain(0xc00014c7e0)',
  '\t/src/q/drain_test.go:174 +0x2b0',
  'testing.tRunner(0xc00014c7e0, 0x617d10)',
  '\t/go/src/testing/testing.go:909 +0xc9',
  'created by testing.(*T).Run',
  '\t/go/src/testing/testing.go:960 +0x350',
];

test('where nothing but a test itself waits, the place where it timed out is named', () => {
  const [first] = findings(TIMED_OUT);
  expect(`${first.severity} ${first.culprit.function}`).toBe('warning acme.io/q.TestDrain');
});

test('a test that waits for what is stuck elsewhere is not named', () => {
  const stuck = [
    '',
    'goroutine 35 [chan send, 2 minutes]:',
    'acme.io/q.(*Queue).push(0xc000100000)',
    '\t/src/q/queue.go:20 +0x2b0',
    'created by acme.io/q.TestDrain',
    '\t/src/q/drain_test.go:170 +0x350',
  ];
  expect(findings([...TIMED_OUT, ...stuck]).map(({culprit}) => culprit.function)).toEqual(['acme.io/q.(*Queue).push']);
});

test('what has waited since before a test began is not what it waits for', () => {
  const background = (id: number): string[] => [
    '',
    `goroutine ${id} [select, 2 minutes]:`,
    'acme.io/log.(*mirror).copyLines(0xc00011df80)',
    '\t/src/log/mirror.go:71 +0x128',
    'created by acme.io/log.newMirror',
    '\t/src/log/mirror.go:36 +0xc9',
  ];
  const severityOf = (id: number): string | undefined =>
    findings([...TIMED_OUT, ...background(id)]).find(({culprit}) => culprit.function.includes('copyLines'))?.severity;
  expect(severityOf(19)).not.toBe('warning');
  expect(severityOf(40)).toBe('warning');
});

test('an idle connection that a leak test lists is left open, not stuck', () => {
  const [first] = findings([
    'found unexpected goroutines:',
    '[Goroutine 708 in state select, with net/http.(*persistConn).writeLoop on top of the stack:',
    'net/http.(*persistConn).writeLoop(0xc0020ff8c0)',
    '\t/go/src/net/http/transport.go:2421 +0xe5',
    'created by net/http.(*Transport).dialConn in goroutine 703',
    '\t/go/src/net/http/transport.go:1777 +0x16f1',
  ]);
  expect(first.why).toContain('ends without closing');
  expect(first.advice[0]).toContain('CloseIdleConnections');
});

const LEFT_OVER = (id: number): string[] => [
  'found unexpected goroutines:',
  '[Goroutine 41 in state select, with acme.io/rates.(*table).expireOld on top of the stack:',
  'acme.io/rates.(*table).expireOld(0xc0002f04d0)',
  '\t/src/rates/table.go:251 +0x24d',
  `created by acme.io/rates.newTable in goroutine ${id}`,
  '\t/src/rates/table.go:83 +0x2df',
];

test('what goroutine 1 started is of the process, not of a test', () => {
  expect(findings(LEFT_OVER(1))[0].severity).toBe('info');
  expect(findings(LEFT_OVER(23))[0].severity).toBe('warning');
});

test('who waits for a sync.Once waits for what it does, not for a lock', () => {
  const once = (minutes: string): string[] => [
    `goroutine 90 [semacquire${minutes}]:`,
    'sync.runtime_SemacquireMutex(0xc002962f54, 0x0, 0x1)',
    '\t/go/src/runtime/sema.go:71 +0x47',
    'sync.(*Mutex).lockSlow(0xc002962f54)',
    '\t/go/src/sync/mutex.go:138 +0x1c1',
    'sync.(*Mutex).Lock(0xc002962f54)',
    '\t/go/src/sync/mutex.go:81 +0x7d',
    'sync.(*Once).doSlow(0xc002962f50, 0xc0029508d0)',
    '\t/go/src/sync/once.go:62 +0x5f',
    'sync.(*Once).Do(0xc002962f50, 0xc0029508d0)',
    '\t/go/src/sync/once.go:57 +0x69',
    'acme.io/lazy.(*Conn).Write(0xc002962f00)',
    '\t/src/lazy/conn.go:31 +0xce',
  ];
  expect(findings(once('')).map(({id}) => id)).not.toContain('deadlock');
  expect(findings(once(', 12 minutes')).map(({id}) => id)).toContain('deadlock');
});

test('a function that is handed an object does not hold its lock', () => {
  const dump = (caller: string): string[] => [
    'goroutine 9870 [sync.RWMutex.RLock, 12 minutes]:',
    'sync.(*RWMutex).RLock(0xc0001e4b00)',
    '\t/go/src/sync/rwmutex.go:36 +0x84',
    'acme.io/model.(*Model).Stats(0xc0001e4ac0, 0x1)',
    '\t/src/model/model.go:172 +0x7c',
    `${caller}(0xc0001e4ac0, 0xc000302c00)`,
    '\t/src/gui.go:299 +0x2c',
    'net/http.HandlerFunc.ServeHTTP(0xc000263b00)',
    '\t/go/src/net/http/server.go:1235 +0x44',
  ];
  expect(findings(dump('main.restStats'))[0].title).not.toContain('caller');
  expect(findings(dump('acme.io/model.(*Model).Report'))[0].title).toContain('its own caller');
});

test('a command behind a typographic quote says what the table shows', () => {
  const text = 'i used pprof “-alloc_space heap”:\nflat flat% sum% cum cum%\n22MB 9% 9% 224MB 93% main.dispatch\n';
  expect(readText(text).sampleTypes[0].type).toBe('alloc_space');
});

test('of counted calls, the place where anybody may wait is no culprit', () => {
  const [first] = findings([
    '   3341 sync.runtime_Semacquire(',
    '    491 acme.io/route/dht.(*Node).Provide(',
    '    406 acme.io/route/dht.(*queryRunner).Run(',
  ]);
  expect(first.culprit.function).toBe('acme.io/route/dht.(*Node).Provide');
});
