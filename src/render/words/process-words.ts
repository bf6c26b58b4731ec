/**
 * What text and Markdown share about several processes.
 */
import type {Outlier, ProcessMeasures} from '../../analysis/case/replicas.ts';
import {say} from '../../base/language/say.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import type {Severity} from '../../model/finding.ts';

/** One process, diagnosed. */
export interface DiagnosedProcess {
  readonly id: string;
  readonly measures: ProcessMeasures;
  readonly worst: Severity | undefined;
  /** What `analyze` prints of its profiles; '' when none could be read. */
  readonly report: string;
  /** Its moments, and what became of it over them, a line each. */
  readonly growth: readonly string[];
  /** Profiles that are missing, in one line each. */
  readonly missing: readonly string[];
}

/** Headings above the name of a process and its measures. */
export function measureTitles(): string[] {
  return [say('process'), say('goroutines'), say('heap'), say('cores'), say('worst finding')];
}

/** Goroutines, heap, cores, worst finding; '' for what was not measured. */
export function measureTexts({measures, report, worst}: DiagnosedProcess): string[] {
  const {cores, goroutines, heapBytes} = measures;
  return [
    goroutines === undefined ? '' : formatCount(goroutines),
    heapBytes === undefined ? '' : formatValue(heapBytes, 'bytes'),
    cores === undefined ? '' : cores.toFixed(2),
    worst ?? (report === '' ? say('no profile') : say('none')),
  ];
}

/** A healthy process with all its profiles is a name in a list. */
export function needsBlock({missing, worst}: DiagnosedProcess): boolean {
  return worst !== undefined || missing.length > 0;
}

/** `shop/web-2 differs from the 2 others of shop/web: 18 230 goroutines, the others about 900`. */
export function outlierSentence({group, id, measure, others, usual, value}: Outlier): string {
  return say`${id} differs from the ${others} others of ${group}: ${measureText(measure, value)}, the others about ${measureText(measure, usual)}`;
}

function measureText(measure: keyof ProcessMeasures, value: number): string {
  if (measure === 'heapBytes') return say`${formatValue(value, 'bytes')} of heap`;
  if (measure === 'cores') return say`${value.toFixed(2)} cores`;
  return say`${formatCount(Math.round(value))} goroutines`;
}
