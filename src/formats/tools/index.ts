/**
 * The formats of other profilers and viewers. The page loads them when a text may be one of theirs
 * (viewer/worker/lazy/tools.ts).
 */
import type {Format} from '../format.ts';
import {flamebearerFormat} from './flamebearer.ts';
import {speedscopeFormat} from './speedscope.ts';

export const TOOL_FORMATS: readonly Format[] = [speedscopeFormat, flamebearerFormat];
