/**
 * Detectors that look at CPU profiles.
 */
import {busySelect} from '../../../src/detectors/busy-select.ts';
import {compressionHeavy} from '../../../src/detectors/compression-heavy.ts';
import {cryptoPerRequest} from '../../../src/detectors/crypto-per-request.ts';
import type {Detector} from '../../../src/detectors/detector.ts';
import {gcPressure} from '../../../src/detectors/gc-pressure.ts';
import {hashHeavy} from '../../../src/detectors/hash-heavy.ts';
import {hotFunction} from '../../../src/detectors/hot-function.ts';
import {jsonHeavy} from '../../../src/detectors/json-heavy.ts';
import {lockSpin} from '../../../src/detectors/lock-spin.ts';
import {regexpCompile} from '../../../src/detectors/regexp-compile.ts';
import {regexpMatch} from '../../../src/detectors/regexp-match.ts';
import {schedulerOverhead} from '../../../src/detectors/scheduler-overhead.ts';
import {sortHeavy} from '../../../src/detectors/sort-heavy.ts';
import {stackUnwinding} from '../../../src/detectors/stack-unwinding.ts';
import {syscallLoop} from '../../../src/detectors/syscall-loop.ts';
import {timerLeak} from '../../../src/detectors/timer-leak.ts';

export const CPU_DETECTORS: readonly Detector[] = [
  busySelect,
  compressionHeavy,
  cryptoPerRequest,
  gcPressure,
  hashHeavy,
  hotFunction,
  jsonHeavy,
  lockSpin,
  regexpCompile,
  regexpMatch,
  schedulerOverhead,
  sortHeavy,
  stackUnwinding,
  syscallLoop,
  timerLeak,
];
