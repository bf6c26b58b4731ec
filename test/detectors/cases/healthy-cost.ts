/**
 * The large numbers of healthy programs.
 */
import type {Profile} from '../../../src/model/profile.ts';
import {profileOf} from '../../support/folded-profile.ts';
import {cpu, cpuTable, heap, heapTable} from './cost-profiles.ts';

const broad = (functions: number, millis: number): string[] =>
  Array.from(
    {length: functions},
    (_, i) => `main.main;acme.io/app.(*Server).serve;acme.io/app/part${i}.Do;acme.io/app/part${i}.step ${millis}`,
  );

/** One way in, and a great many functions behind it. */
const deep = (functions: number, millis: number): string[] =>
  Array.from(
    {length: functions},
    (_, i) =>
      `main.main;acme.io/cc.Compile;acme.io/ssa.Optimize;acme.io/ssa.pass${i};acme.io/ssa.rewrite${i} ${millis}`,
  );

export const HEALTHY_COST: readonly (readonly [what: string, profile: Profile])[] = [
  ['a compiler at work on all cores', cpu(broad(40, 3000))],
  ['a compiler whose time goes into one package', cpu([...deep(40, 400), ...broad(20, 100)])],
  [
    'three quarters of the time in one function of a process that is idle',
    cpu(['main.main;acme.io/cron.tick;acme.io/cron.scan 900', ...broad(10, 30)], 60),
  ],
  ['a collector within its budget', cpu(['runtime.gcBgMarkWorker;runtime.gcDrain 20000', ...broad(30, 2800)])],
  [
    'a server that waits for the network in system calls',
    cpu([
      'net/http.(*conn).serve;bufio.(*Writer).Flush;net.(*conn).Write;syscall.write;syscall.Syscall 9000',
      ...broad(30, 1500),
    ]),
  ],
  [
    'regular expressions within reason',
    cpu([
      'main.main;acme.io/route.match;regexp.(*Regexp).MatchString;regexp.(*Regexp).doExecute 3000',
      ...broad(30, 900),
    ]),
  ],
  [
    'a large heap of many owners',
    heap(Array.from({length: 12}, (_, i) => `main.main;acme.io/db/part${i}.load;runtime.makemap ${600 + i * 40}`)),
  ],
  [
    '37% of five megabytes',
    heapTable(5.4, ['2.0 2.0 bufio.NewWriterSize', '1.1 1.1 runtime.malg', '0.9 0.9 acme.io/app.init']),
  ],
  [
    'a minute of waiting in an hour',
    profileOf(['acme.io/bill.(*Ledger).Add;sync.(*Mutex).Unlock 60000000000'], {
      type: 'delay',
      unit: 'nanoseconds',
      durationSeconds: 3600,
    }),
  ],
  [
    'channel waits of idle workers in a block profile',
    profileOf(
      [
        'acme.io/pool.(*Pool).worker;runtime.chanrecv2 90000000000000',
        'acme.io/app.(*Loop).run;runtime.selectgo 60000000000000',
      ],
      {type: 'delay', unit: 'nanoseconds'},
    ),
  ],
  [
    'table: an idle server',
    cpuTable(
      0.42,
      [
        '0.12 0.12 runtime.futex',
        '0.08 0.08 syscall.Syscall6',
        '0.03 0.20 runtime.findRunnable',
        '0.02 0.02 runtime.nanotime',
      ],
      '30s, Total samples = 420ms ( 1.40%)',
    ),
  ],
];
