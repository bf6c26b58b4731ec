/**
 * Detectors that look at memory: at heap and allocs profiles, and at what the runtime says of its memory.
 */
import {allocationChurn} from '../../../src/detectors/allocation-churn.ts';
import {connectionBuffers} from '../../../src/detectors/connection-buffers.ts';
import {contextLeak} from '../../../src/detectors/context-leak.ts';
import type {Detector} from '../../../src/detectors/detector.ts';
import {finalizerQueue} from '../../../src/detectors/finalizer-queue.ts';
import {heapDeserialization} from '../../../src/detectors/heap-deserialization.ts';
import {heapHog} from '../../../src/detectors/heap-hog.ts';
import {memoryBreakdown} from '../../../src/detectors/memory-breakdown.ts';
import {metricSeries} from '../../../src/detectors/metric-series.ts';
import {timerLeak} from '../../../src/detectors/timer-leak.ts';

export const MEMORY_DETECTORS: readonly Detector[] = [
  allocationChurn,
  connectionBuffers,
  contextLeak,
  finalizerQueue,
  heapDeserialization,
  heapHog,
  memoryBreakdown,
  metricSeries,
  timerLeak,
];
