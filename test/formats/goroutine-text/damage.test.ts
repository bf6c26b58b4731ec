/**
 * What happens to dumps on their way: logs, mails, browsers, terminals. The same goroutines must come out.
 */
import {describe, expect, test} from 'vitest';
import {DESCRIBED, DUMP} from '../../support/dump-text.ts';
import {describeGoroutines, readText} from '../../support/goroutines.ts';

const LINES = DUMP.split('\n');
const prefixed = (prefix: (line: number) => string): string => LINES.map((line, i) => prefix(i) + line).join('\n');
const micro = (i: number): string => String(100_000 + i * 137).padStart(6, '0');
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const TRANSPORTS: Record<string, string> = {
  'klog prefixes': prefixed((i) => `E0102 15:04:05.${micro(i)}       1 server.go:${100 + (i % 3)}] `),
  'CRI prefixes': prefixed((i) => `2023-07-25T23:52:50.870${micro(i)}-07:00 stderr F `),
  'docker timestamps': prefixed((i) => `2023-07-25T23:52:50.870${micro(i)}Z `),
  'docker compose prefixes': prefixed(() => 'web_1  | '),
  'journald prefixes': prefixed((i) => `Nov  1 10:00:${String(i).padStart(2, '0')} node-7 kubelet[1${i}22]: `),
  'syslog prefixes with levels that change': prefixed(
    (i) => `2018-05-22T10:08:00.${micro(i)}+00:00 ams02-c01 ${i % 3 === 0 ? 'INFO' : 'WARN'} consul-server[1322]: `,
  ),
  'stern prefixes': prefixed(() => 'my-pod-5d8f7c9b4-x2x7k container-a '),
  'mail quotes': prefixed(() => '> '),
  'mail quotes twice over': prefixed(() => '> > '),
  'a bar before each line': prefixed(() => '| '),
  'grep -n marks': LINES.map((line, i) => `${i + 1}${line.startsWith('goroutine') ? ':' : '-'}${line}`).join('\n'),
  'grep -n -b marks': LINES.map((line, i) => `${76_428 + i}-${1_290_315_207 + i * 127}-${line}`).join('\n'),
  'file names of grep -r': prefixed(() => 'logs/dump-3.txt:'),
  'an indent of four blanks': prefixed(() => '    '),
  'docker JSON lines': LINES.map((line) =>
    JSON.stringify({log: `${line}\n`, stream: 'stderr', time: '2023-01-01T00:00:00Z'}),
  ).join('\n'),
  'a log in a log, line by line': LINES.map((line) =>
    JSON.stringify({log: `${JSON.stringify({level: 'error', msg: line})}\n`, stream: 'stderr'}),
  ).join('\n'),
  'a log in a log, all in one': JSON.stringify({log: `${JSON.stringify({level: 'error', msg: DUMP})}\n`}),
  'a string in a string': JSON.stringify(JSON.stringify(DUMP)),
  'a string of Python': `b'${DUMP.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`,
  'cat -A': LINES.map((line) => `${line.replaceAll('\t', '^I')}$`).join('\n'),
  'marks of no width': prefixed(() => '\u200b'),
  'the journal as JSON': LINES.map((line, i) =>
    JSON.stringify({__REALTIME_TIMESTAMP: `17000000000${micro(i)}`, _PID: '12', MESSAGE: line, PRIORITY: '6'}),
  ).join('\n'),
  'output of go test -json': LINES.map((line) =>
    JSON.stringify({Time: '2026-01-02T03:04:05Z', Action: 'output', Package: 'x/y', Output: `${line}\n`}),
  ).join('\n'),
  'one JSON line with all of it': JSON.stringify({level: 'error', msg: 'crash', stacktrace: DUMP, ts: 1}),
  'one logfmt line with all of it': `time="2017-11-06T19:21:25Z" level=info msg="dump ${escaped(`\n${DUMP}`)}" app=x`,
  'logfmt lines': LINES.map((line) => `time="2017-11-06T19:21:25Z" level=info msg="${escaped(line)}" app=x`).join('\n'),
  'klog prefix on the first line only': `E0102 15:04:05.000001       1 wait.go:3] ${DUMP}`,
  'a report before it': `some text\n\nof many words (and more)\n${DUMP}`,
  colours: DUMP.replace(/^(goroutine \d+)/gm, '\x1b[1;31m$1\x1b[0m').replace(/^(\S+)\(/gm, '\x1b[33m$1\x1b[0m('),
  'Windows line ends': DUMP.replaceAll('\n', '\r\n'),
  'tabs as four blanks': DUMP.replaceAll('\t', '    '),
  'tabs lost': DUMP.replaceAll('\t', ''),
  'trailing blanks': DUMP.replaceAll('\n', '   \n'),
  'HTML entities': DUMP.replaceAll('&', '&amp;')
    .replaceAll('*', '&#42;')
    .replaceAll('"', '&quot;')
    .replaceAll('[', '&#x5b;'),
  'HTML breaks': `<pre>${DUMP.replaceAll('\n', '<br>\n')}</pre>`,
  'markdown escapes': DUMP.replaceAll('*', '\\*').replaceAll('_', '\\_'),
  'markdown that took stars for emphasis': DUMP.replaceAll('(*', '(_'),
  'markdown that dropped its stars': DUMP.replaceAll('(*', '('),
  'a markdown fence': `Here:\n\n\`\`\`\n${DUMP}\`\`\`\n`,
  'a quoted markdown fence': `> Here:\n> \`\`\`\n${prefixed(() => '> ')}\n> \`\`\`\n`,
  'no blank lines': LINES.filter((line) => line !== '').join('\n'),
  'a blank line after every line': DUMP.replaceAll('\n', '\n\n'),
  'newest line first': LINES.slice(0, -1).reverse().join('\n'),
  'newest line first in journald': prefixed((i) => `Nov  1 10:00:${String(i).padStart(2, '0')} node-7 kubelet[1122]: `)
    .split('\n')
    .slice(0, -1)
    .reverse()
    .join('\n'),
  'a byte order mark': `\ufeff${DUMP}`,
  'no-break blanks for tabs': DUMP.replaceAll('\t', '\u00a0\u00a0'),
  'lines wrapped at 80': LINES.flatMap((line) => line.match(/.{1,80}/g) ?? ['']).join('\n'),
  'lines wrapped at 60': LINES.flatMap((line) => line.match(/.{1,60}/g) ?? ['']).join('\n'),
  'separators of grep': DUMP.replaceAll('\n\n', '\n--\n'),
};

/** Transports in which the order of the goroutines turns round. */
const isReversed = (name: string): boolean => name.startsWith('newest');

describe('a dump keeps its goroutines through', () => {
  test.each(Object.keys(TRANSPORTS))('%s', (name) => {
    const described = describeGoroutines(readText(TRANSPORTS[name]));
    expect(isReversed(name) ? described.reverse() : described).toEqual(DESCRIBED);
  });

  const LOG = Array.from(
    {length: 4000},
    (_, i) => `2026-01-02T03:04:05.${micro(i)}Z INFO request ${i} took 3ms path=/x\n`,
  );

  test.each(Object.entries(TRANSPORTS))('%s, after a long log without goroutines', (_, text) => {
    expect(describeGoroutines(readText(LOG.join('') + text))).toEqual(describeGoroutines(readText(text)));
  });

  test('UTF-16 of PowerShell', async () => {
    const {ProfileReader, readProfile} = await import('../../../src/read.ts');
    const bytes = Buffer.from(`\ufeff${DUMP}`, 'utf16le');
    expect(describeGoroutines(readProfile(new Uint8Array(bytes)))).toEqual(DESCRIBED);
    const reader = new ProfileReader();
    for (const byte of bytes) reader.write(Uint8Array.of(byte));
    expect(describeGoroutines(reader.end())).toEqual(DESCRIBED);
  });

  test('missing file lines', () => {
    const text = LINES.filter((line) => !line.startsWith('\t')).join('\n');
    expect(describeGoroutines(readText(text))).toEqual(DESCRIBED);
  });

  test('a cut in the middle of arguments', () => {
    const cut = DUMP.indexOf('0xc0000143c0') + 4;
    expect(describeGoroutines(readText(DUMP.slice(0, cut)))).toEqual([
      ...DESCRIBED.slice(0, 2),
      '13 [select] main.(*worker[...]).loop.func2.1',
    ]);
  });
});

describe('summary forms', () => {
  test.each([
    [
      'uniq -c of headers without ids',
      '     12 goroutine [chan send]:\n      3 goroutine [select]:\n',
      ['-1 x12 [chan send] ', '-1 x3 [select] '],
    ],
    [
      'panicparse',
      '9: chan receive [2~57 minutes] [Created by http.(*Server).Serve @ server.go:2884]\n    main     main.go:12       work(0xc0001)\n    net/http server.go:2109   HandlerFunc.ServeHTTP(0x1, 0x2)\n',
      ['-1 x9 [chan receive, 2 minutes] main.work < net/http.HandlerFunc.ServeHTTP by http.(*Server).Serve'],
    ],
    [
      'delve',
      '  Goroutine 1 - User: ./main.go:12 main.main (0x4a2f01) [chan receive 123456]\n* Goroutine 5 - User: /x/y.go:3 main.work (0x4a2f55) (thread 77)\n',
      ['1 [chan receive] main.main', '5 [running] main.work'],
    ],
    [
      'delve of old, without states, one with its stack',
      '  Goroutine 4 - User: /rt/sema.go:71 sync.runtime_SemacquireMutex (0x443177)\n         0  0x0000000000432da0 in runtime.gopark\n             at /rt/proc.go:305\n         1  0x000000000046d50c in sync.(*Mutex).Lock\n             at /rt/mutex.go:138\n         2  0x0000000000bcaf1a in main.(*store).put\n             at ./store.go:27\n  Goroutine 6 - User: /x/y.go:3 main.work (0x4a2f55)\n',
      ['4 [waiting] runtime.gopark < sync.(*Mutex).Lock < main.(*store).put', '6 [waiting] main.work'],
    ],
    [
      'the stacks of an editor’s debugger',
      'Goroutine 87\n  runtime.gopark (/rt/proc.go:364)\n  sync.(*RWMutex).RLock (/rt/rwmutex.go:71)\n  acme.io/pool.(*pool).get (/src/pool.go:41)\n\nGoroutine 88\n  runtime.gopark (/rt/proc.go:364)\n  acme.io/pool.(*pool).fill (/src/pool.go:9)\n',
      [
        '87 [waiting] runtime.gopark < sync.(*RWMutex).RLock < acme.io/pool.(*pool).get',
        '88 [waiting] runtime.gopark < acme.io/pool.(*pool).fill',
      ],
    ],
    [
      'arrows to the callee on one line',
      'main.main -> main.serve -> net/http.(*Server).Serve\n',
      ['-1 [] net/http.(*Server).Serve < main.serve < main.main'],
    ],
    [
      'go-deadlock, whose holder is told by its own stack',
      'POTENTIAL DEADLOCK:\nPrevious place where the lock was grabbed\ngoroutine 35 lock 0xc0001\n/m.go:3 main.hold ??? <<<<<\n\nHave been trying to lock it again for more than 30s\ngoroutine 36 lock 0xc0001\n/m.go:9 main.want ??? <<<<<\n\nHere is what goroutine 35 doing now\ngoroutine 35 [select]:\nmain.hold()\n\t/m.go:4 +0x1\n',
      ['36 [waiting for lock] main.want', '35 [select] main.hold'],
    ],
    [
      'goleak without the runtime header',
      ' [Goroutine 9 in state chan receive, with main.f on top of the stack:\nmain.f()\n\t/m.go:3 +0x1\ncreated by main.g in goroutine 1\n\t/m.go:9 +0x1\n]\n',
      ['9 [chan receive] main.f by main.g'],
    ],
  ])('%s', (_, text, expected) => {
    expect(describeGoroutines(readText(text))).toEqual(expected);
  });
});
