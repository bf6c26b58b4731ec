/**
 * What a watcher says: one calm line a round, one sentence an alarm.
 */
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatValue} from '../../base/units.ts';
import {shortName} from '../../model/symbol.ts';
import {quoted} from '../../render/words/next-command.ts';
import type {Growth, Symptom} from './alarms.ts';
import {GOROUTINES, HEAP, isBytes} from './history.ts';

/** Where everything goes, and when it ends. @param time  the value of --for */
export function startLine(now: Date, folder: string, every: string, time: string | undefined): string {
  const end = time === undefined ? 'until Ctrl-C' : `for ${time}`;
  return `${safeText(`${clockText(now)}  a round every ${every} ${end}, into ${folder}`)}\n`;
}

/** `shop/web-1: 640 goroutines are stuck sending on a channel in main.leak`. */
export function alarmSentence({finding, growth, process}: Symptom): string {
  return safeText(`${process}: ${finding?.title ?? (growth === undefined ? '' : growthSentence(growth))}`);
}

/** What shows more of it: growth is seen beside the healthy round, a finding in its own profiles. @param taken  its folder */
export function nextCommand({growth}: Symptom, taken: string, healthy: string | undefined): string {
  const isCompared = growth !== undefined && healthy !== undefined;
  return isCompared ? `pprofx diff ${quoted(healthy)} ${quoted(taken)}` : `pprofx analyze ${quoted(taken)}`;
}

/** `goroutines in main.handle rise by 120 an hour, 1 400 now`. */
function growthSentence({secondsLeft, trend, value, what}: Growth): string {
  const amount = (number: number): string =>
    isBytes(what) ? formatValue(number, 'bytes') : formatCount(Math.round(number));
  const verb = isBytes(what) ? 'rises' : 'rise';
  const left =
    secondsLeft === undefined ? '' : `; at this rate the memory limit is reached in ${timeText(secondsLeft)}`;
  return `${grownName(what)} ${verb} by ${amount(trend.slope * 3600)} an hour, from ${amount(trend.from)} to ${amount(value)}${left}`;
}

function grownName(what: string): string {
  if (what === HEAP) return 'the heap';
  return what === GOROUTINES || isBytes(what) ? what : `goroutines in ${shortName(what)}`;
}

function timeText(seconds: number): string {
  if (seconds < 5400) return `${Math.max(0, Math.round(seconds / 60))} min`;
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

export interface RoundFacts {
  readonly processes: number;
  readonly unreachable: number;
  /** Why those did not answer, a line each. */
  readonly failures: readonly string[];
  readonly goroutines: number;
  readonly heapBytes: number;
  /** Troubles that are there and were reported, or wait for a second round. */
  readonly troubles: number;
}

/**
 * `21:45:12  3 processes, 2 100 goroutines, 1.20GB of heap, no trouble`.
 *
 * @param isFolder  files are waited for, nobody is asked
 */
export function roundLine(now: Date, facts: RoundFacts, isFolder: boolean): string {
  const {goroutines, heapBytes, processes, troubles, unreachable} = facts;
  const parts = [
    processes === 1 ? '1 process' : `${processes} processes`,
    ...(unreachable === 0 ? [] : [isFolder ? 'nothing new' : `${unreachable} without an answer`]),
    // Nobody answered: nothing is known, least of all that there is no trouble.
    ...(unreachable === processes ? [] : [`${formatCount(goroutines)} goroutines`, heapText(heapBytes)]),
    ...(troubles === 0 && unreachable === processes ? [] : [troubleText(troubles)]),
  ];
  return `${clockText(now)}  ${parts.join(', ')}\n`;
}

/** `21:45:12`, UTC. */
export function clockText(now: Date): string {
  return now.toISOString().slice(11, 19);
}

function troubleText(troubles: number): string {
  if (troubles === 0) return 'no trouble';
  return troubles === 1 ? '1 trouble' : `${troubles} troubles`;
}

function heapText(bytes: number): string {
  return `${formatValue(bytes, 'bytes')} of heap`;
}
