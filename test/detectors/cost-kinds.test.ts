/**
 * Who spends and who keeps, where the obvious frame is the wrong one.
 */
import {describe, expect, test} from 'vitest';
import {allClearText} from '../../src/analysis/case/data-quality.ts';
import {analyze} from '../../src/analyze.ts';
import type {Finding} from '../../src/model/finding.ts';
import type {Profile} from '../../src/model/profile.ts';
import {profileOf} from '../support/folded-profile.ts';
import {readIncident, table} from '../support/incident-text.ts';

/** Lines in milliseconds, root first. */
const cpu = (lines: readonly string[], durationSeconds = 30): Profile =>
  profileOf(
    lines.map((line) => `${line}000000`),
    {type: 'cpu', unit: 'nanoseconds', durationSeconds},
  );

/** Lines in MiB, root first. */
const heap = (lines: readonly string[]): Profile =>
  profileOf(
    lines.map((line) => line.replace(/ (\d+)$/, (_, mib) => ` ${Number(mib) * 2 ** 20}`)),
    {type: 'inuse_space', unit: 'bytes'},
  );

const findings = (profile: Profile): readonly Finding[] => analyze([profile]).findings;

describe('CPU time', () => {
  test.each([
    [
      'a closure of a worker, whose cost splits and meets in a driver',
      [
        'acme.io/kv.stress.func1;acme.io/kv.(*Store).Get;database/sql.(*Stmt).Query;github.com/emb/duck.(*Conn).exec;runtime.cgocall 9000',
        'acme.io/kv.stress.func1;acme.io/kv.(*Store).Put;database/sql.(*Stmt).Query;github.com/emb/duck.(*Conn).exec;runtime.cgocall 7000',
        'acme.io/kv.stress.func1;acme.io/kv.(*Store).Del;database/sql.(*Stmt).Query;github.com/emb/duck.(*Conn).exec;runtime.cgocall 6000',
        'acme.io/kv.stress.func1;acme.io/kv.check 900',
      ],
      'github.com/emb/duck.(*Conn).exec',
    ],
    [
      'the loop of a framework, which calls the program back',
      [
        'main.main;github.com/frame/ui.Start;github.com/frame/ui.(*App).loop;github.com/frame/ui.step;acme.io/toy.(*Scene).Paint;acme.io/toy.blend 16000',
        'main.main;github.com/frame/ui.Start;github.com/frame/ui.(*App).loop;github.com/frame/ui.step;acme.io/toy.(*Scene).Move 7000',
        'main.main;github.com/frame/ui.Start;github.com/frame/ui.(*App).loop;github.com/frame/ui.step;github.com/frame/gl.flush 5000',
      ],
      'acme.io/toy.blend',
    ],
  ])('of %s is that of the function where most of it meets', (_, lines, culprit) => {
    expect(findings(cpu(lines))[0].culprit.function).toBe(culprit);
  });

  test('marking on idle cores is no pressure', () => {
    const busy = ['acme.io/geo.inside', 'acme.io/rule.match', 'acme.io/out.write', 'acme.io/in.read'];
    const lines = [
      ...busy.map((name) => `acme.io/srv${busy.indexOf(name)}.Do;${name} 6000`),
      'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerIdle;runtime.gcDrain;runtime.scanobject 10000',
      'runtime.gcBgMarkWorker;runtime.gcDrainMarkWorkerDedicated;runtime.gcDrain;runtime.scanobject 2000',
    ];
    const noted = findings(cpu(lines)).find(({id}) => id === 'gc-pressure');
    expect(noted?.severity).toBe('info');
    expect(noted?.why).toContain('7.7% of it is marking');
    expect(noted?.why).toContain('not counting 10s on cores that had nothing else to do: with that it is 33%');
    const dedicated = lines.map((line) => line.replace('WorkerIdle', 'WorkerDedicated'));
    const trouble = findings(cpu(dedicated)).find(({id}) => id === 'gc-pressure');
    expect(trouble?.severity).toBe('warning');
    expect(trouble?.why).not.toContain('nothing else to do');
  });

  test('locks that nobody waits for are taken too often, and the loop is named', () => {
    const [first] = findings(
      cpu(
        [
          'acme.io/web.handle;acme.io/q.(*Log).drain;acme.io/q.(*List).Pop;sync.(*Mutex).Lock 2600',
          'acme.io/web.handle;acme.io/q.(*Log).drain;acme.io/q.(*List).Pop;sync.(*Mutex).Unlock 2300',
          'acme.io/web.handle;acme.io/q.(*Log).drain;acme.io/q.(*List).Len;sync.(*RWMutex).RLock 3100',
          'acme.io/web.handle;acme.io/q.(*Log).drain;acme.io/q.(*List).Len 900',
        ],
        10,
      ),
    );
    expect(`${first.id} ${first.culprit.function}`).toBe('hot-function acme.io/q.(*Log).drain');
    expect(first.title).not.toContain('waiting');
    expect(first.why).toContain('too often');
  });

  test('scheduling that a lock causes is the lock’s', () => {
    const [first] = findings(
      cpu(
        [
          'acme.io/n.add;sync.(*Mutex).Unlock;sync.(*Mutex).unlockSlow;runtime.semrelease1;runtime.wakep;runtime.futex 1000',
          'acme.io/n.add;sync.(*Mutex).Lock;sync.(*Mutex).lockSlow;runtime.semacquire1;runtime.futex 1000',
          'acme.io/n.work 1300',
          'runtime.mcall;runtime.park_m;runtime.schedule;runtime.findrunnable 1500',
        ],
        3,
      ),
    );
    expect(`${first.id} ${first.culprit.function}`).toBe('lock-spin acme.io/n.add');
  });

  test('a quiet process has no leaf of the runtime for a culprit', () => {
    const lines = [
      'runtime.mcall;runtime.schedule;runtime.findRunnable;runtime.nanotime 200',
      'runtime.mcall;runtime.schedule;runtime.findRunnable;runtime.netpoll 180',
      'acme.io/dns.answer 60',
      'acme.io/dns.parse 60',
      'acme.io/dns.put 60',
      'acme.io/dns.get 60',
    ];
    expect(findings(cpu(lines, 300))).toEqual([]);
  });

  test.each([
    [3.5, []],
    [21, ['scheduler-overhead']],
  ])('%d s of a table, half of it in the scheduler, of which no duration is known', (total, ids) => {
    const rows = [`${total * 0.47} ${total * 0.47} runtime.futex`, `${total * 0.05} ${total * 0.05} runtime.runqempty`];
    const found = findings(readIncident(table(rows, {total, unit: 's'}))).filter(({severity}) => severity !== 'info');
    expect(found.map(({id}) => id)).toEqual(ids);
  });

  test('a second of an event loop that sleeps is no scheduling', () => {
    const text = table(['0.61 0.61 runtime.kevent', '0.01 0.01 acme.io/s.(*S).flush', '0 0.61 runtime.schedule'], {
      total: 0.62,
      unit: 's',
      duration: '1.20s, Total samples = 0.62s (51.67%)',
    });
    expect(findings(readIncident(text))).toEqual([]);
  });
});

describe('costly work says what it is for', () => {
  const under = (asker: string, leaf: string): Profile =>
    cpu([`acme.io/app.(*Srv).step;${asker};${leaf} 20000`, 'acme.io/app.other 5000']);

  test.each([
    [
      'crypto/x509.CreateCertificate;crypto/rsa.SignPKCS1v15',
      'crypto/internal/bigmod.(*Nat).Exp',
      'signing certificates with RSA',
      /ECDSA/,
    ],
    [
      'crypto/tls.(*Conn).serverHandshake;crypto/rsa.(*PrivateKey).Sign',
      'crypto/internal/bigmod.(*Nat).Exp',
      'TLS handshakes with clients',
      /ECDSA certificate/,
    ],
    [
      'golang.org/x/crypto/bcrypt.CompareHashAndPassword',
      'golang.org/x/crypto/blowfish.encryptBlock',
      'hashing passwords',
      /session token/,
    ],
    ['crypto/rsa.GenerateKey', 'math/big.nat.expNN', 'generating RSA keys', /once/],
    ['crypto/rsa.VerifyPKCS1v15', 'crypto/internal/bigmod.(*Nat).Exp', 'verifying signatures', /tokens/],
    ['io.Copy;crypto/sha256.(*digest).Write', 'crypto/sha256.block', 'cryptographic hashes of content', /TeeReader/],
    ['hash/crc32.Update', 'hash/crc32.ieeeCLMUL', 'checksums', /blocks/],
    [
      'compress/gzip.NewWriterLevel;compress/flate.NewWriter',
      'compress/flate.(*compressor).init',
      'making compressors',
      /sync\.Pool/,
    ],
    ['compress/gzip.(*Reader).Read', 'compress/flate.(*decompressor).huffmanBlock', 'inflating', /inflated/],
    ['encoding/json.Indent', 'encoding/json.appendIndent', 'reformatting JSON', /RawMessage/],
    [
      'runtime.mallocgc;runtime.mProf_Malloc;runtime.callers',
      'runtime.gentraceback',
      'recording stacks of allocations',
      /MemProfileRate/,
    ],
  ])('%s', (asker, leaf, phrase, advice) => {
    const [first] = findings(under(asker, leaf));
    expect(first.title).toContain(phrase);
    expect(first.advice.join('\n')).toMatch(advice);
    expect(first.culprit.function).toBe('acme.io/app.(*Srv).step');
    expect(first.advice.join('\n')).not.toMatch(phrase === 'hashing passwords' ? /ECDSA/ : /password|session token/);
  });

  test('system calls of a table are blamed on the rows that call them, with the calls on the way', () => {
    const text = table(
      [
        '0 9.0 runtime.goexit',
        '4.4 4.4 syscall.Syscall',
        '0 3.1 os.ReadDir',
        '0 2.9 os.Lstat',
        '0 2.7 acme.io/box.(*Node).list',
        '0 2.7 acme.io/box.(*Stats).tick',
      ],
      {total: 9.1, unit: 's'},
    );
    const [first] = findings(readIncident(text));
    expect(first.culprit.function).toMatch(/acme\.io\/box/);
    expect(first.why).toContain('through os.ReadDir and os.Lstat');
    expect(first.evidenceLevel).toBe('possible');
  });
});

describe('work that a service is there for is noted, and no more', () => {
  const idle = ['net.(*conn).Write;syscall.Syscall 3000', 'runtime.mcall;runtime.schedule 2000'];
  const handlers = ['list', 'show', 'find'].flatMap((name, i) => [
    `net/http.(*conn).serve;acme.io/shop.(*api).${name};encoding/json.(*Encoder).Encode;encoding/json.structEncoder.encode ${9000 - i * 2000}`,
  ]);
  const alarms = (lines: readonly string[]): readonly string[] =>
    findings(cpu(lines))
      .filter(({severity}) => severity !== 'info')
      .map(({id}) => id);

  test.each([
    ['JSON of an API', [...handlers, ...idle]],
    ['JSON of an API with one call that is asked for most', [handlers[0], ...idle]],
    [
      'compression of a log shipper',
      ['acme.io/ship.pack;compress/gzip.(*Writer).Write;compress/flate.(*compressor).deflate 15000', ...idle],
    ],
    [
      'handshakes of a terminator with ECDSA',
      [
        'net/http.(*conn).serve;crypto/tls.(*Conn).serverHandshake;crypto/ecdsa.Sign;crypto/internal/nistec.p256Mul 9000',
        ...idle,
      ],
    ],
  ])('%s', (_, lines) => {
    expect(alarms(lines)).toEqual([]);
    expect(findings(cpu(lines))[0].why).toContain('the work of many services');
  });

  test.each([
    ['one function that encodes all the time', ['acme.io/shop.dump;encoding/json.Marshal 19000', 'main.main 1000']],
    [
      'decoding into maps',
      ['acme.io/hook.receive;encoding/json.Unmarshal;encoding/json.(*decodeState).objectInterface 15000', ...idle],
    ],
  ])('but %s can be spared', (_, lines) => {
    expect(alarms(lines)).toEqual(['json-heavy']);
  });

  test.each([
    ['acme.io/c.(*LRU).Put', 110, 'info'],
    ['acme.io/c.(*LRU).Put', 140, 'warning'],
    ['acme.io/geo.readTable', 110, 'info'],
    ['acme.io/web.(*sessions).open', 70, 'info'],
    ['acme.io/web.(*sessions).open', 90, 'warning'],
  ])('%s holds %d MB: %s', (name, mib, severity) => {
    expect(findings(heap([`${name} ${mib}`, 'acme.io/c.log 9']))[0].severity).toBe(severity);
  });
});

describe('memory', () => {
  test('what a library allocates is kept by the first function of the program above it', () => {
    const [first] = findings(
      heap([
        'main.main;acme.io/shop/catalog.Load;acme.io/shop/catalog.readAll;github.com/parse/tree.Parse;github.com/parse/tree.(*node).grow 900',
        'main.main;acme.io/shop/catalog.Load;acme.io/shop/catalog.readOne 40',
      ]),
    );
    expect(first.culprit.function).toBe('acme.io/shop/catalog.readAll');
    expect(first.title).toContain('tree.(*node).grow');
  });

  test.each([
    [1, 'info'],
    [9, 'warning'],
  ])('%d objects under a constructor: %s', (objects, severity) => {
    const [first] = findings(
      readIncident(
        [
          `heap profile: ${objects}: 251658240 [${objects}: 251658240] @ heap/1048576`,
          `${objects}: 251658240 [${objects}: 251658240] @ 0x401000 0x402000`,
          '#\t0x400fff\tacme.io/kv/skl.newArena+0x1f\t/src/skl.go:9',
          '#\t0x401fff\tacme.io/kv.Open+0x1f\t/src/kv.go:9',
          '',
          '# runtime.MemStats',
          '# HeapInuse = 130000000',
          '',
        ].join('\n'),
      ),
    );
    expect(`${first.severity} ${first.culprit.function}`).toBe(`${severity} acme.io/kv/skl.newArena`);
    expect(first.title).toContain('% of the heap');
    expect(first.why.includes('a buffer of fixed size')).toBe(severity === 'info');
  });

  test('what one caller keeps through many functions of a library has an owner', () => {
    const leaves = ['newPage', 'newColumn', '(*dict).put', '(*index).add', 'newFooter'];
    const [first] = findings(
      heap([
        ...leaves.map(
          (leaf) =>
            `acme.io/db/ingest.(*Loop).run;acme.io/db/part.(*Part).Add;acme.io/col.Write;acme.io/col.${leaf} 130`,
        ),
        ...Array.from({length: 7}, (_, i) => `acme.io/db/q${i}.start;acme.io/db/q${i}.fill 90`),
      ]),
    );
    expect(first.culprit.function).toBe('acme.io/db/part.(*Part).Add');
    expect(first.why).toContain('5 functions of acme.io/col');
    expect(first.severity).toBe('warning');
  });

  test('a lock with all of the delay is noted below the limit', () => {
    const [first] = findings(
      profileOf(['acme.io/n.(*C).Inc;sync.(*Mutex).Unlock 4200000000'], {type: 'delay', unit: 'nanoseconds'}),
    );
    expect(`${first.severity} ${first.id} ${first.culprit.function}`).toBe('info lock-contention acme.io/n.(*C).Inc');
  });
});

describe('what piles up', () => {
  const inUse = (rows: readonly string[], total: number): Profile =>
    readIncident(table(rows, {total, unit: 'MB', type: 'inuse_space'}));

  test('buffers of connections are told from a buffer that happens to be large', () => {
    const [first] = findings(
      inUse(
        [
          '110 110 google.golang.org/grpc/internal/transport.newBufWriter',
          '80 80 acme.io/kv/skl.newArena',
          '60 60 bufio.NewReaderSize',
          '9 9 acme.io/bus.(*Query).Init',
        ],
        330,
      ),
    );
    expect(first.id).toBe('connection-buffers');
    expect(first.culprit.function).toContain('newBufWriter');
    expect(first.evidence[0].value).toBe(170 * 2 ** 20);
  });

  test('attribute sets of metrics', () => {
    const [first] = findings(
      heap([
        'acme.io/api.(*Srv).count;go.opentelemetry.io/otel/attribute.NewSet;go.opentelemetry.io/otel/attribute.computeDistinctFixed 60',
        'acme.io/api.(*Srv).count;go.opentelemetry.io/otel/sdk/metric/internal/aggregate.(*histValues[...]).measure 50',
        'acme.io/api.(*Srv).serve;bytes.growSlice 40',
      ]),
    );
    expect(`${first.id} ${first.culprit.function}`).toBe('metric-series acme.io/api.(*Srv).count');
  });

  test('finalizers', () => {
    const [first] = findings(
      heap(['acme.io/gl.(*Tex).load;runtime.SetFinalizer;runtime.addfinalizer 30', 'acme.io/gl.decode 90']),
    );
    expect(`${first.id} ${first.culprit.function}`).toBe('finalizer-queue acme.io/gl.(*Tex).load');
  });

  test('what the process has beyond the runtime is no heap', () => {
    const stats = ['# Sys = 300000000', '# HeapInuse = 200000000', '# MaxRSS = 2100000000'].join('\n');
    const [first] = findings(
      readIncident(
        `heap profile: 1: 1048576 [1: 1048576] @ heap/1048576\n1: 1048576 [1: 1048576] @ 0x401000\n#\t0x400fff\tmain.f+0x1f\t/src/f.go:1\n\n# runtime.MemStats\n${stats}\n`,
      ),
    );
    expect(first.id).toBe('memory-breakdown');
    expect(first.title).toContain('outside the Go runtime');
  });

  test('what the kernel counts and no heap profile explains is noted, with the garbage left out', () => {
    const profile = heap(['acme.io/web.serve;acme.io/web.load 200']);
    const noted = (residentBytes: number): string[] =>
      analyze([profile], {residentBytes})
        .findings.filter(({id}) => id === 'memory-breakdown')
        .map(({severity, title}) => `${severity} ${title}`);
    expect(noted(2 ** 31)).toEqual([
      'info 1.61GB of the 2GB that the process has are nothing that a heap profile shows',
    ]);
    expect(noted(600 * 2 ** 20)).toEqual([]);
  });
});

describe('a loop around a select that never waits', () => {
  test('is named where the stacks show it, and told where they do not', () => {
    const rows = [
      '9.9 26.5 runtime.selectgo',
      '5.2 5.2 runtime.lock',
      '4.8 4.8 runtime.unlock',
      '1.8 7.0 runtime.sellock',
    ];
    const duration = '30s, Total samples = 30s (100%)';
    expect(findings(readIncident(table(rows, {total: 30, unit: 's', duration})))[0].id).toBe('busy-select');
    const stacks = cpu([
      'acme.io/heal.(*Loop).watch;runtime.selectgo;runtime.sellock 15000',
      'acme.io/heal.(*Loop).watch;runtime.selectgo 9000',
    ]);
    expect(findings(stacks)[0].culprit.function).toBe('acme.io/heal.(*Loop).watch');
  });
});

describe('an all-clear is given only for what is shown', () => {
  const verdict = (text: string): string => {
    const {findings: found, subject} = analyze([readIncident(text)]);
    return found.some(({severity}) => severity !== 'info') ? 'trouble' : allClearText(subject.inputs);
  };
  const row = '#\t0x6a1b2b\tacme.io/a.(*Hub).run+0x10b\t/src/a/hub.go:40\n';

  test.each([
    ['goroutine profile: total 100\n3 @ 0x43f076 0x44ef1c 0x6a1b2c\n', /what is missing/],
    ['goroutine profile: total 900\n870 @ ...\n3 @ 0x43f076 0x44ef1c 0x6a1b2c\n', /what is missing/],
    ['goroutine profile: total 3\n3 @ 0x43f076 0x44ef1c 0x6a1b2c\n', /^No trouble found/],
  ])('%j', (head, words) => {
    expect(verdict(head + row)).toMatch(words);
  });

  test('an empty mutex profile says that it was never switched on', () => {
    const profile = profileOf([], {type: 'delay', unit: 'nanoseconds'});
    const {subject} = analyze([profile]);
    expect(allClearText(subject.inputs)).toMatch(/^Nothing was recorded/);
  });

  test('a report of the race detector is a finding', () => {
    const report = [
      'WARNING: DATA RACE',
      'Write at 0x00c000012345 by goroutine 9:',
      '  acme.io/m.(*Map).set()',
      '      /src/m.go:31 +0x5a',
      '',
      'Previous read at 0x00c000012345 by goroutine 7:',
      '  acme.io/m.(*Map).get()',
      '      /src/m.go:26 +0x3e',
      '',
      'Goroutine 9 (running) created at:',
      '  main.main()',
      '      /src/main.go:17 +0x104',
      '',
      'Goroutine 7 (finished) created at:',
      '  main.main()',
      '      /src/main.go:13 +0x9c',
      '',
    ].join('\n');
    const [first] = findings(readIncident(report));
    expect(`${first.id} ${first.evidenceLevel} ${first.culprit.function}`).toBe(
      'data-race proven acme.io/m.(*Map).set',
    );
    expect(first.title).toContain('m.(*Map).get');
  });
});
