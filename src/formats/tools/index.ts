/**
 * The formats of other profilers and viewers. The page loads them when a text may be one of theirs
 * (viewer/worker/lazy/tools.ts).
 */
import type {Format} from '../format.ts';
import {bpftraceFormat} from './bpftrace.ts';
import {flamebearerFormat} from './flamebearer.ts';
import {perfScriptFormat} from './perf-script.ts';
import {printedTracesFormat} from './printed-traces.ts';
import {speedscopeFormat} from './speedscope.ts';

export const TOOL_FORMATS: readonly Format[] = [
  speedscopeFormat,
  flamebearerFormat,
  printedTracesFormat,
  perfScriptFormat,
  bpftraceFormat,
];
