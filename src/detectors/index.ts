/**
 * The registry of detectors, alphabetical.
 */
import {allocationChurn} from './allocation-churn.ts';
import {busySelect} from './busy-select.ts';
import {compressionHeavy} from './compression-heavy.ts';
import {connectionBuffers} from './connection-buffers.ts';
import {connectionLeak} from './connection-leak.ts';
import {contextLeak} from './context-leak.ts';
import {cryptoPerRequest} from './crypto-per-request.ts';
import {dataRace} from './data-race.ts';
import {deadlock} from './deadlock.ts';
import type {Detector} from './detector.ts';
import {finalizerBlocked} from './finalizer-blocked.ts';
import {finalizerQueue} from './finalizer-queue.ts';
import {gcPressure} from './gc-pressure.ts';
import {goroutineCrowd} from './goroutine-crowd.ts';
import {goroutineLeaked} from './goroutine-leaked.ts';
import {GOROUTINE_LEAKS} from './goroutine-leaks.ts';
import {hashHeavy} from './hash-heavy.ts';
import {heapDeserialization} from './heap-deserialization.ts';
import {heapHog} from './heap-hog.ts';
import {hotFunction} from './hot-function.ts';
import {jsonHeavy} from './json-heavy.ts';
import {kernelLockup} from './kernel-lockup.ts';
import {kernelWait} from './kernel-wait.ts';
import {lockContention} from './lock-contention.ts';
import {lockConvoy} from './lock-convoy.ts';
import {lockSpin} from './lock-spin.ts';
import {memoryBreakdown} from './memory-breakdown.ts';
import {metricSeries} from './metric-series.ts';
import {partnerImbalance} from './partner-imbalance.ts';
import {regexpCompile} from './regexp-compile.ts';
import {regexpMatch} from './regexp-match.ts';
import {retainedByGoroutines} from './retained-by-goroutines.ts';
import {schedulerOverhead} from './scheduler-overhead.ts';
import {sortHeavy} from './sort-heavy.ts';
import {stackUnwinding} from './stack-unwinding.ts';
import {syscallLoop} from './syscall-loop.ts';
import {tableDifference} from './table-difference.ts';
import {timerLeak} from './timer-leak.ts';

export const DETECTORS: readonly Detector[] = [
  allocationChurn,
  busySelect,
  compressionHeavy,
  connectionBuffers,
  connectionLeak,
  contextLeak,
  cryptoPerRequest,
  dataRace,
  deadlock,
  finalizerBlocked,
  finalizerQueue,
  gcPressure,
  goroutineCrowd,
  ...GOROUTINE_LEAKS,
  goroutineLeaked,
  hashHeavy,
  heapDeserialization,
  heapHog,
  hotFunction,
  jsonHeavy,
  kernelLockup,
  kernelWait,
  lockContention,
  lockConvoy,
  lockSpin,
  memoryBreakdown,
  metricSeries,
  partnerImbalance,
  regexpCompile,
  regexpMatch,
  retainedByGoroutines,
  schedulerOverhead,
  sortHeavy,
  stackUnwinding,
  syscallLoop,
  tableDifference,
  timerLeak,
];
