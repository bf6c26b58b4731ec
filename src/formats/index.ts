/**
 * The registry of input formats, asked in this order: the strict ones first.
 */
import type {Format} from './format.ts';
import {goroutineCountFormat} from './goroutine-count.ts';
import {pprofFormat} from './pprof/index.ts';

export const FORMATS: readonly Format[] = [goroutineCountFormat, pprofFormat];
