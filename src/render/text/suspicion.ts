/**
 * `pprofx explain --why-not` for people: what is seen of a function, and what kept it from being a finding.
 */
import {minutesText} from '../../analysis/blocking/goroutine-evidence.ts';
import {waitPhrase} from '../../analysis/goroutines/wait-class.ts';
import {say} from '../../base/language/say.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatPercent, formatValue, percent} from '../../base/units.ts';
import type {Gate, NearMiss, SeenGoroutines, SeenValue, Suspicion} from '../../model/suspicion.ts';
import type {Style} from '../words/style.ts';
import {padded, wrapWords} from '../words/wrap.ts';

const WIDTH = 96;
const LABEL = 12;

/** Groups of goroutines shown of one input. */
const MOST_CROWDS = 4;

/** Near misses shown; the rest is further away. */
const MOST_MISSES = 6;

export function suspicionLines(suspicion: Suspicion, style: Style): string[] {
  const {function: name, mentions, nearMisses, sightings} = suspicion;
  const seen = sightings.flatMap(({goroutines, input, values}) => [
    say`${safeText(input)}:`,
    ...goroutines.slice(0, MOST_CROWDS).flatMap((crowd) => crowdLines(crowd, name)),
    ...restLine(goroutines.slice(MOST_CROWDS)),
    ...values.map((value) => `  ${valueLine(value)}`),
  ]);
  const found = mentions.map(
    ({detector, isCulprit, severity, title}) =>
      say`${severity} ${detector}: ${safeText(title)}` + (isCulprit ? '' : say(' (accounts for this function)')),
  );
  return [
    style.bold(safeText(name)),
    ...section(say('seen'), seen, style),
    ...section(say('found'), found.length > 0 ? found : [say('nothing blames it')], style),
    ...section(say('kept out by'), gateLines(suspicion), style),
    ...moreLine(nearMisses.length - MOST_MISSES, style),
  ];
}

function section(label: string, lines: readonly string[], style: Style): string[] {
  return lines
    .flatMap((line) =>
      wrapWords(line, WIDTH - LABEL).map((part, i) => (i === 0 ? indentOf(line) : '  ') + part.trimStart()),
    )
    .map((line, i) => `  ${style.dim(padded(i === 0 ? label : '', LABEL))}${line}`);
}

function restLine(crowds: readonly SeenGoroutines[]): string[] {
  const count = crowds.reduce((sum, crowd) => sum + crowd.count, 0);
  return crowds.length === 0 ? [] : [`  ${say`${goroutinesText(count)} in ${crowds.length} smaller groups`}`];
}

function goroutinesText(count: number): string {
  return count === 1 ? say('1 goroutine') : say`${formatCount(count)} goroutines`;
}

function indentOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}

function crowdLines(crowd: SeenGoroutines, name: string): string[] {
  const {chargedTo, count, createdBy, idle, minutes, share, tooFew, waitClass} = crowd;
  const ages =
    minutes === undefined
      ? say(', no ages')
      : say`, waiting ${minutesText(minutes.min)} to ${minutesText(minutes.max)}`;
  const creator = createdBy === '' || createdBy === name ? '' : say`, created by ${safeText(createdBy)}`;
  return [
    `  ${say`${goroutinesText(count)}, ${percent(share)} of the process, ${waitPhrase(waitClass)}${ages}${creator}`}`,
    ...(chargedTo === name ? [] : [`    ${say`the wait is charged to ${safeText(chargedTo)}`}`]),
    ...(idle === undefined
      ? []
      : [`    ${say`set aside as idle by design: ${idle.id}, ${say(idle.reason)}${mostText(idle.atMost)}`}`]),
    ...tooFew.map(({atLeast, id}) => `    ${say`fits the shape ${id}, which wants ${formatCount(atLeast)} or more`}`),
  ];
}

function mostText(atMost: number | undefined): string {
  return atMost === undefined ? '' : say` (up to ${formatCount(atMost)})`;
}

function valueLine({cum, flat, total, type, unit}: SeenValue): string {
  const part = (value: number): string => `${formatValue(value, unit)} (${formatPercent(value, total)})`;
  return say`${safeText(type)}: flat ${part(flat)}, cum ${part(cum)} of ${formatValue(total, unit)}`;
}

function gateLines({mentions, nearMisses, sightings}: Suspicion): string[] {
  if (nearMisses.length > 0) return nearMisses.slice(0, MOST_MISSES).flatMap(missLines);
  if (mentions.some(({isCulprit, severity}) => isCulprit && severity !== 'info'))
    return [say('nothing: it is a finding')];
  const idle = sightings.flatMap(({goroutines}) => goroutines.flatMap((crowd) => crowd.idle?.id ?? []));
  if (idle.length > 0) return [say`knowledge, not a limit: ${[...new Set(idle)].join(say(', '))}`];
  return [say('no limit: with any one or two of them out of the way, no detector would blame it')];
}

function missLines({detector, evidenceLevel, gates, severity, title}: NearMiss): string[] {
  return [
    say`${detector}: ${gates.map(gateText).join(say(' and '))}`,
    `  ${say`would be a ${severity}, ${evidenceLevel}: ${safeText(title)}`}`,
  ];
}

function gateText({limit, needed, value}: Gate): string {
  return say`${limit} is ${numberText(needed)} here, limit ${numberText(value)}`;
}

/** Counts in groups of three digits, shares and the like in four digits. */
function numberText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)));
}

function moreLine(count: number, style: Style): string[] {
  return count > 0 ? section('', [say`${count} more are further away; --format json lists them`], style) : [];
}
