/**
 * The registry of input formats, asked in this order: the strict ones first.
 */
import type {Format} from './format.ts';
import {goroutineTextFormat} from './goroutine-text/index.ts';
import {pprofFormat} from './pprof/index.ts';

export const FORMATS: readonly Format[] = [pprofFormat, goroutineTextFormat];
