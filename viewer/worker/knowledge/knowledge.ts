/**
 * What the page looks for in its inputs. What only goroutines can show comes when there are any.
 */
import {allocationChurn} from '../../../src/detectors/allocation-churn.ts';
import {compressionHeavy} from '../../../src/detectors/compression-heavy.ts';
import {contextLeak} from '../../../src/detectors/context-leak.ts';
import {cryptoPerRequest} from '../../../src/detectors/crypto-per-request.ts';
import type {Detector} from '../../../src/detectors/detector.ts';
import {gcPressure} from '../../../src/detectors/gc-pressure.ts';
import {hashHeavy} from '../../../src/detectors/hash-heavy.ts';
import {heapDeserialization} from '../../../src/detectors/heap-deserialization.ts';
import {heapHog} from '../../../src/detectors/heap-hog.ts';
import {hotFunction} from '../../../src/detectors/hot-function.ts';
import {jsonHeavy} from '../../../src/detectors/json-heavy.ts';
import {lockContention} from '../../../src/detectors/lock-contention.ts';
import {lockSpin} from '../../../src/detectors/lock-spin.ts';
import {memoryBreakdown} from '../../../src/detectors/memory-breakdown.ts';
import {regexpCompile} from '../../../src/detectors/regexp-compile.ts';
import {regexpMatch} from '../../../src/detectors/regexp-match.ts';
import {schedulerOverhead} from '../../../src/detectors/scheduler-overhead.ts';
import {sortHeavy} from '../../../src/detectors/sort-heavy.ts';
import {stackUnwinding} from '../../../src/detectors/stack-unwinding.ts';
import {syscallLoop} from '../../../src/detectors/syscall-loop.ts';
import {timerLeak} from '../../../src/detectors/timer-leak.ts';
import type {Knowledge} from '../../../src/diagnose.ts';
import type {Profile} from '../../../src/model/profile.ts';
import {VALUE_SIGNATURES} from './value-signatures.ts';

/** Detectors that look at values, not at goroutines; in the order of the registry. */
export const VALUE_DETECTORS: readonly Detector[] = [
  allocationChurn,
  compressionHeavy,
  contextLeak,
  cryptoPerRequest,
  gcPressure,
  hashHeavy,
  heapDeserialization,
  heapHog,
  hotFunction,
  jsonHeavy,
  lockContention,
  lockSpin,
  memoryBreakdown,
  regexpCompile,
  regexpMatch,
  schedulerOverhead,
  sortHeavy,
  stackUnwinding,
  syscallLoop,
  timerLeak,
];

/** All that can apply to the profiles, so that the result equals that of the full registry. */
export async function knowledgeFor(profiles: readonly Profile[]): Promise<Knowledge> {
  const hasGoroutines = profiles.some(({kind}) => kind === 'goroutine' || kind === 'goroutineleak');
  if (!hasGoroutines) return {detectors: VALUE_DETECTORS, signatures: VALUE_SIGNATURES};
  return (await import('./goroutine-knowledge.ts')).GOROUTINE_KNOWLEDGE;
}
