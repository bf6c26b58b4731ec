/**
 * The registry of input formats, asked in this order: the strict ones first. Text comes before protobuf, of which
 * nearly any letter could be the first byte; no protobuf profile is free of control bytes. What begins as profiles do
 * is not kept waiting: of a small profile, the sniffers of all others take a fifth of the time.
 */

import {foldedFormat} from './folded.ts';
import type {Format} from './format.ts';
import {goroutineTextFormat} from './goroutine-text/index.ts';
import {anyTextFormat} from './kernel/any-text.ts';
import {kernelStacksFormat} from './kernel/index.ts';
import {contentionTextFormat} from './legacy/contention-text.ts';
import {cpuBinaryFormat} from './legacy/cpu-binary.ts';
import {goroutineCountFormat} from './legacy/goroutine-count.ts';
import {heapTextFormat} from './legacy/heap-text.ts';
import {javaTextFormat} from './legacy/java-text.ts';
import {jemallocFormat} from './legacy/jemalloc.ts';
import {threadzFormat} from './legacy/threadz.ts';
import {otlpFormat} from './otlp/index.ts';
import {pprofFormat} from './pprof/index.ts';
import {beginsWithSampleType} from './pprof/sniff.ts';
import {TOOL_FORMATS} from './tools/index.ts';
import {topTableFormat} from './top-table.ts';

export const FORMATS: readonly Format[] = [
  {...pprofFormat, sniff: beginsWithSampleType},
  otlpFormat,
  cpuBinaryFormat,
  goroutineCountFormat,
  heapTextFormat,
  jemallocFormat,
  javaTextFormat,
  contentionTextFormat,
  threadzFormat,
  ...TOOL_FORMATS,
  topTableFormat,
  foldedFormat,
  kernelStacksFormat,
  goroutineTextFormat,
  anyTextFormat,
  pprofFormat,
];
