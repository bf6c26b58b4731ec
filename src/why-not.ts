/**
 * Why a function is not among the findings: which limit of which detector would have to give way, and how far.
 *
 * Every limit is a number with a name, so each detector is asked again with one of them out of the way, and with two
 * where one is not enough. What answers then was kept out by these and nothing else, and where it begins to answer is
 * the value in the process. Detectors need to know nothing of this, and a normal run pays nothing for it.
 */
import type {Case} from './analysis/case/case.ts';
import {cpuKey, goroutineKey, heapKey} from './analysis/evidence/make-finding.ts';
import {sightingsOf} from './analysis/evidence/sightings.ts';
import type {Detector} from './detectors/detector.ts';
import type {AnalyzeOptions, Diagnosis} from './diagnose.ts';
import type {Finding} from './model/finding.ts';
import type {Gate, Mention, NearMiss, Suspicion} from './model/suspicion.ts';

type Limits = Readonly<Record<string, number>>;

/** Asks a detector with changed limits; its finding above info about the function, if any. */
type Question = (changed: Limits) => Finding | undefined;

/** What is known of the function of this raw name, and what kept it from being a finding. */
export function suspicionOf(
  {findings, subject}: Diagnosis,
  detectors: readonly Detector[],
  name: string,
  limits: AnalyzeOptions['limits'] = {},
): Suspicion {
  return {
    function: name,
    sightings: sightingsOf(subject, name),
    mentions: findings.filter((finding) => isAbout(finding, name)).map((finding) => mention(finding, name)),
    nearMisses: detectors
      .flatMap((detector) => nearMisses(subject, detector, {...detector.limits, ...limits[detector.id]}, name))
      .sort((a, b) => a.gates.length - b.gates.length || step(a) - step(b)),
  };
}

function isAbout({culprit, explains}: Finding, name: string): boolean {
  return culprit.function === name || [goroutineKey, heapKey, cpuKey].some((keyOf) => explains.includes(keyOf(name)));
}

function mention({culprit, fingerprint, id, severity, title, why}: Finding, name: string): Mention {
  return {detector: id, fingerprint, severity, title, why, isCulprit: culprit.function === name};
}

function nearMisses(subject: Case, detector: Detector, limits: Limits, name: string): NearMiss[] {
  const ask: Question = (changed) =>
    detector
      .detect(subject, {...limits, ...changed})
      .findings.find(({culprit, severity}) => culprit.function === name && severity !== 'info');
  if (ask({}) !== undefined || !answersAtAll(ask, limits)) return [];
  const single = relaxations(limits).filter((changed) => ask(changed) !== undefined);
  const found = single.length > 0 ? single : pairs(limits).filter((changed) => ask(changed) !== undefined);
  return found.flatMap((changed) => nearMiss(detector, limits, changed, ask));
}

/** As good as no limit; arithmetic with it stays finite. */
const BOUNDLESS = 1e18;

/** One limit out of the way, whichever way it bounds. */
function relaxations(limits: Limits): Limits[] {
  return Object.keys(limits).flatMap((limit) => [{[limit]: 0}, {[limit]: BOUNDLESS}]);
}

function pairs(limits: Limits): Limits[] {
  const singles = relaxations(limits);
  return singles.flatMap((one, i) =>
    singles
      .slice(i + 1)
      .filter((other) => Object.keys(one)[0] !== Object.keys(other)[0])
      .map((other) => ({...one, ...other})),
  );
}

/** Spares the search through pairs where no limit matters. */
function answersAtAll(ask: Question, limits: Limits): boolean {
  const none = Object.fromEntries(Object.keys(limits).map((limit) => [limit, 0]));
  const upper = Object.keys(limits).map((limit) => ({...none, [limit]: BOUNDLESS}));
  return [none, ...upper, ...relaxations(limits)].some((changed) => ask(changed) !== undefined);
}

function nearMiss({id}: Detector, limits: Limits, relaxed: Limits, ask: Question): NearMiss[] {
  const needed: Record<string, number> = {...relaxed};
  for (const limit of Object.keys(relaxed)) {
    const works = (value: number): boolean => ask({...needed, [limit]: value}) !== undefined;
    needed[limit] = turningPoint(limits[limit], relaxed[limit], works);
  }
  const finding = ask(needed);
  if (finding === undefined) return [];
  const gates = Object.keys(relaxed).map((limit): Gate => ({limit, value: limits[limit], needed: needed[limit]}));
  const {evidenceLevel, severity, title} = finding;
  return [{detector: id, gates, severity, evidenceLevel, title}];
}

/** Halvings after which the value is known to more digits than are shown. */
const HALVINGS = 50;

/** The value nearest to `limit` that works, in four digits; `relaxed` does, `limit` does not. */
function turningPoint(limit: number, relaxed: number, works: (value: number) => boolean): number {
  let good = relaxed;
  let bad = limit;
  // Upwards in doublings first: halving from the boundless would never come down to size.
  for (let value = Math.max(1, limit) * 2; relaxed === BOUNDLESS && value < BOUNDLESS; value *= 2) {
    if (works(value)) {
      good = value;
      break;
    }
    bad = value;
  }
  const isWhole = Number.isInteger(limit) && limit > 1;
  for (let i = 0; i < HALVINGS && (!isWhole || Math.abs(good - bad) > 1); i++) {
    const middle = isWhole ? Math.floor((good + bad) / 2) : (good + bad) / 2;
    if (works(middle)) good = middle;
    else bad = middle;
  }
  const rounded = roundTo(good, relaxed === 0 ? Math.floor : Math.ceil);
  return works(rounded) ? rounded : good;
}

function roundTo(value: number, round: (value: number) => number): number {
  if (value === 0 || Number.isInteger(value)) return value;
  const unit = 10 ** (3 - Math.floor(Math.log10(Math.abs(value))));
  return round(value * unit) / unit;
}

/** How far the gates would have to move, as factors. */
function step({gates}: NearMiss): number {
  return gates.reduce((sum, {needed, value}) => sum + Math.abs(Math.log(Math.max(needed, 1e-9) / value)), 0);
}
