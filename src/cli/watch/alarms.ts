/**
 * When something is worth waking somebody: a finding, or growth, in two rounds in a row, once for each incident.
 */
import {findTrend, LEAST_RISE, type Trend} from '../../analysis/compare/trend.ts';
import type {Finding, Severity} from '../../model/finding.ts';
import {GOROUTINES, type History, isBytes, MEMORY} from './history.ts';
import type {Incident} from './state.ts';

/** Something seen in one round. */
export interface Symptom {
  /** The same for the same trouble of the same process. */
  readonly key: string;
  readonly process: string;
  readonly severity: Severity;
  readonly finding?: Finding;
  readonly growth?: Growth;
}

export interface Growth {
  /** `goroutines`, `heap`, `resident memory`, or a function in which goroutines stand. */
  readonly what: string;
  readonly trend: Trend;
  readonly value: number;
  /** Seconds until the memory limit at this rate; only for bytes, and where there is a limit. */
  readonly secondsLeft?: number;
}

/** One round may be a spike. */
const ROUNDS_IN_A_ROW = 2;

/** @param findings  of the process, in this round */
export function symptomsOf(
  process: string,
  findings: readonly Finding[],
  history: History,
  memoryLimitBytes: number | undefined,
): Symptom[] {
  const found = findings
    .filter(({severity}) => severity !== 'info')
    .map(
      (finding): Symptom => ({key: `${process} ${finding.fingerprint}`, process, severity: finding.severity, finding}),
    );
  // A finding explains the growth that belongs to it, and says more.
  return found.length > 0 ? found : growthsOf(process, history, memoryLimitBytes);
}

function growthsOf(process: string, {at, series}: History, memoryLimitBytes: number | undefined): Symptom[] {
  const growths = Object.entries(series).flatMap(([what, values]): Growth[] => {
    const leastRise = isBytes(what) ? LEAST_RISE.heap : LEAST_RISE.goroutines;
    const trend = findTrend(at, values, {leastRise});
    return trend === undefined ? [] : [{what, trend, value: values[values.length - 1]}];
  });
  const memory = growths.find(({what}) => what === MEMORY);
  const used = series[MEMORY]?.at(-1);
  return shownGrowths(growths, memoryLimitBytes !== undefined).map((growth) => {
    const {trend, what} = growth;
    // The limit is about what the process has, which rises as the heap does, or faster: garbage comes on top.
    const slope = Math.max(trend.slope, memory?.trend.slope ?? 0);
    const left =
      memoryLimitBytes === undefined || !isBytes(what) || slope <= 0
        ? {}
        : {secondsLeft: (memoryLimitBytes - (used ?? growth.value)) / slope};
    return {key: `${process} growth ${what}`, process, severity: 'warning', growth: {...growth, ...left}};
  });
}

/**
 * Totals grow with their parts, which name the culprit. Memory that nothing else explains (C code, files mapped into it, room
 * that a spike left) is trouble only where there is a limit to it: any process that warms up has more from hour to hour.
 */
function shownGrowths(growths: readonly Growth[], hasLimit: boolean): Growth[] {
  const hasShape = growths.some(({what}) => what !== GOROUTINES && !isBytes(what));
  const isMemoryAlone = hasLimit && growths.every(({what}) => what === MEMORY);
  return growths.filter(({what}) => {
    if (what === MEMORY) return isMemoryAlone;
    return what !== GOROUTINES || !hasShape;
  });
}

export interface Decision {
  readonly incidents: Record<string, Incident>;
  /** To be reported now. */
  readonly alarms: readonly Symptom[];
}

/** What a process is remembered for that no longer answers: pods come and go, and their names never come again. */
export const FORGET_SECONDS: number = 24 * 3600;

/**
 * An incident is over once rounds have seen for the length of the cooldown that it is gone. Rounds that were not taken, and
 * processes that did not answer, have seen nothing.
 *
 * @param answered  the processes that this round saw
 * @param now       seconds since 1970
 * @param cooldown  seconds after which an incident that is gone may be reported again
 */
export function decide(
  known: Readonly<Record<string, Incident>>,
  symptoms: readonly Symptom[],
  answered: ReadonlySet<string>,
  now: number,
  cooldown: number,
): Decision {
  const incidents = stillKnown(known, answered, now, cooldown);
  const alarms: Symptom[] = [];
  for (const symptom of symptoms) {
    const before = known[symptom.key];
    const seen = (before?.seen ?? 0) + 1;
    const reported = incidents[symptom.key]?.reported;
    const isDue = seen >= ROUNDS_IN_A_ROW && reported === undefined;
    if (isDue) alarms.push(symptom);
    const since = isDue ? now : reported;
    incidents[symptom.key] = {seen, lastSeen: now, ...(since === undefined ? {} : {reported: since})};
  }
  return {incidents, alarms};
}

/** The incidents that are not over, as if none were seen in this round. */
function stillKnown(
  known: Readonly<Record<string, Incident>>,
  answered: ReadonlySet<string>,
  now: number,
  cooldown: number,
): Record<string, Incident> {
  const incidents: Record<string, Incident> = {};
  for (const [key, incident] of Object.entries(known)) {
    if (!answered.has(key.slice(0, key.indexOf(' ')))) {
      if (now - incident.lastSeen < FORGET_SECONDS) incidents[key] = incident;
      continue;
    }
    const {goneSince = now} = incident;
    if (now - goneSince < cooldown) incidents[key] = {...incident, seen: 0, goneSince};
  }
  return incidents;
}
