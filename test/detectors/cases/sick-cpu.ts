/**
 * CPU time as people report it, under names that no signature knows.
 */
import {cpu, cpuTable, type SickProfile} from './cost-profiles.ts';

export const SICK_CPU: readonly SickProfile[] = [
  [
    'table: a monitor that spins on a closed channel',
    cpuTable(
      9.94,
      [
        '2.49 7.21 runtime.selectgo',
        '1.39 1.63 runtime.unlock2',
        '1.20 1.20 runtime.lock2',
        '0.81 0.82 sync/atomic.(*Int32).Add',
        '0.59 1.03 sync.(*RWMutex).Lock',
        '0.53 1.73 runtime.sellock',
        '0.49 2.12 runtime.selunlock',
        '0.44 0.44 sync.(*Mutex).Unlock',
        '0.37 9.80 acme.io/gate/proxy.(*cluster).watchLoop',
        '0.25 0.25 runtime.cheaprand',
      ],
      '10.15s, Total samples = 9.94s (97.90%)',
    ),
    /proxy\.\(\*cluster\)\.watchLoop/,
  ],
  [
    'table: one loop over a map of victims',
    cpuTable(
      34.32,
      [
        '12.07 26.38 acme.io/mvcc.(*watchable).moveVictims',
        '3.27 7.39 runtime.scanobject',
        '2.54 2.89 runtime.mapaccess1_fast64',
        '2.46 2.61 runtime.findObject',
        '1.77 8.83 runtime.mapassign_fast64ptr',
        '1.27 1.85 runtime.mapiternext',
        '1.21 1.21 runtime.bucketShift',
        '1.02 1.60 runtime.typedmemmove',
        '0.98 5.00 runtime.evacuate_fast64',
      ],
      '30.11s, Total samples = 34.32s (113.98%)',
    ),
    /watchable\)\.moveVictims/,
  ],
  [
    'table: expressions compiled for each record',
    cpuTable(61.2, [
      '9.1 11.3 runtime.mallocgc',
      '6.2 9.9 regexp/syntax.(*compiler).inst',
      '5.8 14.2 regexp/syntax.(*parser).push',
      '4.9 52.8 regexp.compile',
      '3.3 31.0 regexp/syntax.Parse',
      '2.2 18.6 regexp.compileOnePass',
      '0.4 55.1 acme.io/parse.(*Rule).Apply',
      '0.1 52.9 regexp.MustCompile',
    ]),
    /regexp-compile acme.io\/parse\.\(\*Rule\)\.Apply|regexp-compile regexp\./,
  ],
  [
    'table: expressions matched with no owner in sight',
    cpuTable(9.66, [
      '2.18 2.30 regexp.(*machine).add',
      '1.20 3.90 regexp.(*machine).step',
      '0.80 6.40 regexp.(*machine).match',
      '0.60 0.60 runtime.memmove',
      '0.50 6.90 regexp.(*Regexp).doExecute',
    ]),
    /regexp-match/,
  ],
  [
    'table: private keys for each call',
    cpuTable(118, [
      '88 88 math/big.addMulVVW',
      '9 102 math/big.nat.montgomery',
      '2 2 runtime.memclrNoHeapPointers',
      '0 108 math/big.nat.expNNMontgomery',
      '0 109 crypto/rsa.decrypt',
      '0 111 crypto/tls.(*Conn).serverHandshake',
    ]),
    /crypto-per-request/,
  ],
  [
    'table: passwords hashed for each call',
    cpuTable(51, [
      '41 41 golang.org/x/crypto/scrypt.salsaXOR',
      '6 49 golang.org/x/crypto/scrypt.smix',
      '0 50 acme.io/gate.(*Basic).Check',
    ]),
    /crypto-per-request (acme.io\/gate|golang.org\/x\/crypto)/,
  ],
  [
    'table: files looked at one by one',
    cpuTable(44, [
      '31 31 syscall.Syscall6',
      '2 2 runtime.memmove',
      '1 33 os.lstatNolog',
      '0.5 38 path/filepath.walk',
      '0.2 40 acme.io/vol.(*Quota).measure',
    ]),
    /(syscall-loop|hot-function) (acme.io\/vol|syscall)/,
  ],
  [
    'table: the collector and nothing else',
    cpuTable(
      88,
      [
        '31 52 runtime.scanobject',
        '12 14 runtime.greyobject',
        '8 8 runtime.heapBitsForAddr',
        '6 7 runtime.findObject',
        '4 66 runtime.gcDrain',
        '0 67 runtime.gcBgMarkWorker',
        '3 3 runtime.markBits.isMarked',
        '2 5 runtime.mallocgc',
      ],
      '60s, Total samples = 88s (146%)',
    ),
    /gc-pressure/,
  ],
  [
    'table: timers on Go 1.9',
    cpuTable(70, ['41 41 runtime.siftdownTimer', '9 60 runtime.timerproc', '5 5 runtime.futex', '3 3 time.sendTime']),
    /timer-leak/,
  ],
  [
    'table: locks of all kinds',
    cpuTable(240, [
      '70 70 runtime.procyield',
      '40 150 sync.(*Mutex).lockSlow',
      '30 33 runtime.futex',
      '10 90 sync.runtime_doSpin',
      '6 180 acme.io/stat.(*Counter).Inc',
    ]),
    /(lock-spin|hot-function) acme.io\/stat\.\(\*Counter\)\.Inc/,
  ],
  [
    'table: JSON of large lists',
    cpuTable(300, [
      '48 48 encoding/json.checkValid',
      '40 61 encoding/json.(*decodeState).scanWhile',
      '35 35 encoding/json.stateInString',
      '20 190 encoding/json.(*decodeState).object',
      '0 210 acme.io/api.(*Client).ListAll',
    ]),
    /(json-heavy|hot-function) (acme.io\/api|encoding\/json)/,
  ],
  [
    'stacks: a list walked for each packet',
    cpu([
      'main.main;acme.io/net.(*Server).loop;acme.io/net.(*Table).Lookup;runtime.memequal 9100',
      'main.main;acme.io/net.(*Server).loop;acme.io/net.(*Table).Lookup 8000',
      'main.main;acme.io/net.(*Server).loop;syscall.read 900',
      'runtime.gcBgMarkWorker;runtime.gcDrain 400',
    ]),
    /hot-function .*Table\)\.Lookup/,
  ],
  [
    'stacks: an interpreter asks for its own stack',
    cpu([
      'net/http.(*conn).serve;acme.io/api.(*Handler).Serve;acme.io/log.(*Entry).Caller;runtime.Callers;runtime.callers;runtime.gentraceback 9000',
      'net/http.(*conn).serve;acme.io/api.(*Handler).Serve;acme.io/api.(*Handler).query 3000',
      'runtime.mcall;runtime.schedule 800',
    ]),
    /stack-unwinding .*log\.\(\*Entry\)\.Caller/,
  ],
  [
    'stacks: reflection copies each object',
    cpu([
      'acme.io/ctl.(*Loop).Run;acme.io/ctl.(*Loop).sync;acme.io/ctl.copyAll;reflect.Copy;runtime.memmove 12000',
      'acme.io/ctl.(*Loop).Run;acme.io/ctl.(*Loop).sync;acme.io/ctl.diff;reflect.DeepEqual;reflect.deepValueEqual 2000',
    ]),
    /hot-function .*ctl\.copyAll/,
  ],
  [
    'stacks: a list sorted again at each insert',
    cpu([
      'acme.io/q.(*Queue).Push;sort.Slice;sort.quickSort_func;acme.io/q.(*Queue).Push.func1 8000',
      'acme.io/q.(*Queue).Push;sort.Slice;sort.quickSort_func;sort.insertionSort_func 5000',
      'acme.io/q.(*Queue).Pop 900',
    ]),
    /sort-heavy .*Queue\)\.Push$/,
  ],
  [
    'stacks: addresses listed for each service',
    cpu([
      'main.main;acme.io/lb.(*Syncer).sync;acme.io/lb.(*addresses).all;net.InterfaceAddrs;net.interfaceAddrTable;syscall.NetlinkRIB;syscall.Syscall6 14000',
      'main.main;acme.io/lb.(*Syncer).sync;acme.io/lb.write 900',
    ]),
    /(syscall-loop|hot-function) .*lb\.\(\*addresses\)\.all/,
  ],
  [
    'stacks: fingerprints by printing',
    cpu([
      'acme.io/ctl.(*Set).Sync;acme.io/hash.Deep;github.com/davecgh/go-spew/spew.(*ConfigState).Fprintf;reflect.Value.Field 16000',
      'acme.io/ctl.(*Set).Sync;acme.io/ctl.apply 1500',
    ]),
    /hash-heavy acme.io\/(hash\.Deep|ctl)/,
  ],
  [
    'stacks: the allocator that feeds the collector',
    cpu([
      'runtime.gcBgMarkWorker;runtime.systemstack;runtime.gcDrain;runtime.scanobject 11000',
      'main.main;acme.io/render.rows;runtime.growslice;runtime.mallocgc 5000',
      'main.main;acme.io/render.rows;runtime.mallocgc;runtime.gcAssistAlloc 3000',
      'main.main;acme.io/render.head 1000',
    ]),
    /gc-pressure acme.io\/render\.rows/,
  ],
];
