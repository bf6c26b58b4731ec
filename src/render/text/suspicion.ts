/**
 * `pprofx explain --why-not` for people: what is seen of a function, and what kept it from being a finding.
 */
import {minutesText} from '../../analysis/blocking/goroutine-evidence.ts';
import {waitPhrase} from '../../analysis/goroutines/wait-class.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatPercent, formatValue, percent} from '../../base/units.ts';
import type {Gate, NearMiss, SeenGoroutines, SeenValue, Suspicion} from '../../model/suspicion.ts';
import type {Style} from '../words/style.ts';
import {wrapWords} from '../words/wrap.ts';

const WIDTH = 96;
const LABEL = 12;

/** Groups of goroutines shown of one input. */
const MOST_CROWDS = 4;

/** Near misses shown; the rest is further away. */
const MOST_MISSES = 6;

export function suspicionLines(suspicion: Suspicion, style: Style): string[] {
  const {function: name, mentions, nearMisses, sightings} = suspicion;
  const seen = sightings.flatMap(({goroutines, input, values}) => [
    `${safeText(input)}:`,
    ...goroutines.slice(0, MOST_CROWDS).flatMap((crowd) => crowdLines(crowd, name)),
    ...restLine(goroutines.slice(MOST_CROWDS)),
    ...values.map((value) => `  ${valueLine(value)}`),
  ]);
  const found = mentions.map(
    ({detector, isCulprit, severity, title}) =>
      `${severity} ${detector}: ${safeText(title)}${isCulprit ? '' : ' (accounts for this function)'}`,
  );
  return [
    style.bold(safeText(name)),
    ...section('seen', seen, style),
    ...section('found', found.length > 0 ? found : ['nothing blames it'], style),
    ...section('kept out by', gateLines(suspicion), style),
    ...moreLine(nearMisses.length - MOST_MISSES, style),
  ];
}

function section(label: string, lines: readonly string[], style: Style): string[] {
  return lines
    .flatMap((line) =>
      wrapWords(line, WIDTH - LABEL).map((part, i) => (i === 0 ? indentOf(line) : '  ') + part.trimStart()),
    )
    .map((line, i) => `  ${style.dim((i === 0 ? label : '').padEnd(LABEL))}${line}`);
}

function restLine(crowds: readonly SeenGoroutines[]): string[] {
  const count = crowds.reduce((sum, crowd) => sum + crowd.count, 0);
  return crowds.length === 0 ? [] : [`  ${goroutinesText(count)} in ${crowds.length} smaller groups`];
}

function goroutinesText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'goroutine' : 'goroutines'}`;
}

function indentOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}

function crowdLines(crowd: SeenGoroutines, name: string): string[] {
  const {chargedTo, count, createdBy, idle, minutes, share, tooFew, waitClass} = crowd;
  const ages =
    minutes === undefined ? ', no ages' : `, waiting ${minutesText(minutes.min)} to ${minutesText(minutes.max)}`;
  const creator = createdBy === '' || createdBy === name ? '' : `, created by ${safeText(createdBy)}`;
  return [
    `  ${goroutinesText(count)}, ${percent(share)} of the process, ${waitPhrase(waitClass)}${ages}${creator}`,
    ...(chargedTo === name ? [] : [`    the wait is charged to ${safeText(chargedTo)}`]),
    ...(idle === undefined
      ? []
      : [`    set aside as idle by design: ${idle.id}, ${idle.reason}${mostText(idle.atMost)}`]),
    ...tooFew.map(({atLeast, id}) => `    fits the shape ${id}, which wants ${formatCount(atLeast)} or more`),
  ];
}

function mostText(atMost: number | undefined): string {
  return atMost === undefined ? '' : ` (up to ${formatCount(atMost)})`;
}

function valueLine({cum, flat, total, type, unit}: SeenValue): string {
  const part = (value: number): string => `${formatValue(value, unit)} (${formatPercent(value, total)})`;
  return `${safeText(type)}: flat ${part(flat)}, cum ${part(cum)} of ${formatValue(total, unit)}`;
}

function gateLines({mentions, nearMisses, sightings}: Suspicion): string[] {
  if (nearMisses.length > 0) return nearMisses.slice(0, MOST_MISSES).flatMap(missLines);
  if (mentions.some(({isCulprit, severity}) => isCulprit && severity !== 'info')) return ['nothing: it is a finding'];
  const idle = sightings.flatMap(({goroutines}) => goroutines.flatMap((crowd) => crowd.idle?.id ?? []));
  if (idle.length > 0) return [`knowledge, not a limit: ${[...new Set(idle)].join(', ')}`];
  return ['no limit: with any one or two of them out of the way, no detector would blame it'];
}

function missLines({detector, evidenceLevel, gates, severity, title}: NearMiss): string[] {
  return [
    `${detector}: ${gates.map(gateText).join(' and ')}`,
    `  would be a ${severity}, ${evidenceLevel}: ${safeText(title)}`,
  ];
}

function gateText({limit, needed, value}: Gate): string {
  return `${limit} is ${numberText(needed)} here, limit ${numberText(value)}`;
}

/** Counts in groups of three digits, shares and the like in four digits. */
function numberText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)));
}

function moreLine(count: number, style: Style): string[] {
  return count > 0 ? section('', [`${count} more are further away; --format json lists them`], style) : [];
}
