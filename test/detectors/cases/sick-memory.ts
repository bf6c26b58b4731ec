/**
 * Memory and contention as people report them, under names that no signature knows.
 */
import {profileOf} from '../../support/folded-profile.ts';
import {heap, heapTable, type SickProfile} from './cost-profiles.ts';

export const SICK_MEMORY: readonly SickProfile[] = [
  [
    'heap table: a map that only grows',
    heapTable(4100, [
      '2900 3300 acme.io/sess.(*Store).remember',
      '400 400 strings.(*Builder).grow',
      '90 90 bufio.NewReaderSize',
      '60 60 runtime.malg',
      '0 3400 acme.io/sess.Handler.ServeHTTP',
    ]),
    /heap-hog .*Store\)\.remember/,
  ],
  [
    'heap table: whole bodies in memory',
    heapTable(2300, [
      '1900 1900 io.ReadAll',
      '120 120 bytes.growSlice',
      '40 40 reflect.New',
      '0 1950 acme.io/import.(*Job).fetch',
    ]),
    /heap-hog (io\.ReadAll|acme.io\/import)/,
  ],
  [
    'heap table: contexts under one that lives for ever',
    heapTable(910, [
      '410 520 context.WithCancel',
      '130 130 context.(*cancelCtx).Done',
      '60 60 runtime.malg',
      '0 560 acme.io/job.(*Runner).next',
    ]),
    /context-leak/,
  ],
  [
    'heap table: decoded pods',
    heapTable(7300, [
      '2400 5200 k8s.io/api/core/v1.(*Pod).Unmarshal',
      '900 1400 k8s.io/api/core/v1.(*PodSpec).Unmarshal',
      '800 900 k8s.io/api/core/v1.(*Container).Unmarshal',
      '700 700 k8s.io/apimachinery/pkg/apis/meta/v1.(*FieldsV1).Unmarshal',
      '300 300 reflect.New',
      '0 5300 k8s.io/apiserver/pkg/storage/etcd3.decode',
    ]),
    /heap-deserialization .*(Pod\)\.Unmarshal|etcd3\.decode)/,
  ],
  [
    'heap table: loggers made again and again',
    heapTable(820, [
      '610 610 go.uber.org/zap/zapcore.newCounters',
      '20 20 runtime.malg',
      '0 612 acme.io/api.newLogger',
    ]),
    /heap-hog (go.uber.org|acme.io\/api)/,
  ],
  [
    'heap table: goroutines by the hundred thousand',
    heapTable(700, ['260 260 runtime.malg', '90 90 bufio.NewReaderSize', '30 30 net.newFD', '20 20 context.WithValue']),
    /memory-breakdown/,
  ],
  [
    'heap stacks: time.After in a loop',
    heap([
      'main.main;acme.io/poll.(*Loop).wait;time.After;time.NewTimer 90',
      'main.main;acme.io/poll.(*Loop).wait;time.After 20',
      'main.main;acme.io/poll.read;bufio.NewReaderSize 60',
    ]),
    /timer-leak .*Loop\)\.wait/,
  ],
  [
    'heap stacks: frames kept by a slice of each',
    heap([
      'net/http.(*conn).serve;acme.io/dl.(*Cache).load;io.ReadAll 1500',
      'net/http.(*conn).serve;acme.io/dl.(*Cache).load;bytes.growSlice 100',
      'main.main;acme.io/dl.index 90',
    ]),
    /heap-hog .*Cache\)\.load/,
  ],
  [
    'contention: one mutex',
    profileOf(
      [
        'acme.io/bill.(*Ledger).Add;sync.(*Mutex).Unlock 900000000000',
        'acme.io/bill.(*Ledger).Sum;sync.(*RWMutex).RUnlock 20000000000',
      ],
      {type: 'delay', unit: 'nanoseconds'},
    ),
    /lock-contention .*Ledger\)\.Add/,
  ],
];
