/**
 * The registry of input formats, asked in this order: the strict ones first. Text comes before protobuf, of which
 * nearly any letter could be the first byte; no protobuf profile is free of control bytes.
 */
import {contentionTextFormat} from './contention-text.ts';
import {cpuBinaryFormat} from './cpu-binary.ts';
import {foldedFormat} from './folded.ts';
import type {Format} from './format.ts';
import {goroutineCountFormat} from './goroutine-count.ts';
import {goroutineTextFormat} from './goroutine-text/index.ts';
import {heapTextFormat} from './heap-text.ts';
import {javaTextFormat} from './java-text.ts';
import {pprofFormat} from './pprof/index.ts';
import {threadzFormat} from './threadz.ts';
import {topTableFormat} from './top-table.ts';

export const FORMATS: readonly Format[] = [
  cpuBinaryFormat,
  goroutineCountFormat,
  heapTextFormat,
  javaTextFormat,
  contentionTextFormat,
  threadzFormat,
  topTableFormat,
  foldedFormat,
  goroutineTextFormat,
  pprofFormat,
];
