/**
 * `pprofx goroutines` as text: one block a group, the largest first.
 *
 * A block begins with what one looks for (how many, doing what, for how long, since when more of them), then shows one
 * stack. Frames of the standard library are dimmed, so that one's own code stands out.
 */

import {
  type GoroutineGroup,
  type GoroutineGroups,
  goroutineIds,
  type WaitSpread,
} from '../../analysis/goroutines/groups.ts';
import {NONE} from '../../base/columns.ts';
import {largest, pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount, formatPercent} from '../../base/units.ts';
import {memberNoun} from '../../model/dump-kind.ts';
import {functionFile, functionName, type Profile} from '../../model/profile.ts';
import {isStandardPackage, packageOf, shortName} from '../../model/symbol.ts';
import {warningLines} from '../words/profile-heading.ts';
import type {Style} from '../words/style.ts';

export interface GoroutinesTextOptions {
  /** How many groups, 0 for all. */
  readonly limit: number;
  /** Frames shown per stack, 0 for all. */
  readonly depth: number;
  readonly ids: boolean;
  readonly fullNames: boolean;
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const METER_WIDTH = 16;
const MOST_IDS = 12;
const INDENT = '    ';

export function renderGoroutinesText(
  profile: Profile,
  result: GoroutineGroups,
  options: GoroutinesTextOptions,
  style: Style,
): string {
  const {groups, total} = result;
  const shown = options.limit === 0 ? groups : groups.slice(0, options.limit);
  const width = formatCount(groups[0]?.count ?? 0).length;
  const lines = [...warningLines(profile, style), headline(profile, result, style)];
  if (result.longestWait > 0) {
    lines.push(
      style.dim(`waits are whole minutes and lower bounds; each ▁▂▅█ runs from 0 to ${minutes(result.longestWait)}`),
    );
  }
  for (const group of shown) {
    lines.push('', groupLine(group, total, width, style));
    if (group.key !== '') lines.push(`${INDENT}${style.cyan(safeText(group.key))}`);
    pushAll(lines, stackLines(profile, group, options, style));
    pushAll(lines, footLines(profile, group, options, style));
  }
  const hidden = groups.slice(shown.length);
  if (hidden.length > 0) {
    const count = hidden.reduce((sum, group) => sum + group.count, 0);
    lines.push(
      '',
      style.dim(
        `… ${hidden.length} more groups, ${formatCount(count)} ${memberNoun(profile.kind)}s (--limit 0 shows all)`,
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function headline(profile: Profile, {groups, total}: GoroutineGroups, style: Style): string {
  const goroutines = `${formatCount(total)} ${memberNoun(profile.kind)}${total === 1 ? '' : 's'}`;
  const facts = `in ${groups.length} ${groups.length === 1 ? 'group' : 'groups'}`;
  return `${style.bold(safeText(profile.name))}  ${style.bold(goroutines)} ${facts}`;
}

function groupLine(group: GoroutineGroup, total: number, width: number, style: Style): string {
  const share = total === 0 ? 0 : group.count / total;
  const filled = Math.round(share * METER_WIDTH);
  const meter = '█'.repeat(filled) + style.dim('·'.repeat(METER_WIDTH - filled));
  const count = style.bold(formatCount(group.count).padStart(width));
  const parts = [`${count} ${meter} ${formatPercent(group.count, total).padStart(6)}`, states(group, style)];
  if (group.wait !== undefined) parts.push(waitText(group.wait, style));
  if (group.lockedCount > 0) parts.push(style.yellow(`${formatCount(group.lockedCount)} locked to thread`));
  if (group.leakedCount > 0) parts.push(style.red(`${formatCount(group.leakedCount)} leaked, says the runtime`));
  return parts.filter((part) => part !== '').join('  ');
}

function states(group: GoroutineGroup, style: Style): string {
  return group.states
    .filter(([text]) => text !== '')
    .map(([text, count, isInferred]) => {
      const name = `${safeText(text)}${isInferred ? ' (inferred)' : ''}`;
      return style.yellow(group.states.length === 1 ? name : `${formatCount(count)} ${name}`);
    })
    .join(', ');
}

function waitText({min, median, max, histogram}: WaitSpread, style: Style): string {
  if (min === max) return minutes(min);
  return `${min}–${minutes(max)}, median ${median} ${style.cyan(sparkline(histogram))}`;
}

function minutes(count: number): string {
  if (count < 120) return `${count} min`;
  const hours = Math.floor(count / 60);
  return hours < 48 ? `${count} min (${hours} h)` : `${count} min (${Math.floor(hours / 24)} d)`;
}

/** One character a bin; empty bins are blank, the fullest is full. */
function sparkline(histogram: readonly number[]): string {
  const most = largest(histogram);
  return histogram
    .map((count) => (count === 0 ? ' ' : BARS[Math.max(0, Math.ceil((count / most) * BARS.length) - 1)]))
    .join('');
}

function stackLines(profile: Profile, group: GoroutineGroup, options: GoroutinesTextOptions, style: Style): string[] {
  const frames = framesOf(profile, group.stack);
  if (frames.length === 0) return [`${INDENT}${style.dim('(no frames)')}`];
  const shown = options.depth === 0 ? frames : frames.slice(0, options.depth);
  const lines = shown.map(({name, place}) => {
    const text = safeText(options.fullNames ? name : shortName(name));
    const isForeign = isStandardPackage(packageOf(name));
    return `${INDENT}${isForeign ? style.dim(text) : text}${place === '' ? '' : style.dim(`  ${safeText(place)}`)}`;
  });
  if (shown.length < frames.length)
    lines.push(`${INDENT}${style.dim(`… ${frames.length - shown.length} more frames`)}`);
  return lines;
}

interface ShownFrame {
  readonly name: string;
  /** `file.go:12`, '' when unknown. */
  readonly place: string;
}

/** Frames of a stack, leaf first, inlined calls unfolded. */
function framesOf(profile: Profile, stack: number): ShownFrame[] {
  const {locations, stacks} = profile;
  const frames: ShownFrame[] = [];
  for (let node = stack; node !== NONE; node = stacks.parent[node]) {
    const location = stacks.location[node];
    const end = locations.lineStart[location + 1];
    if (end === locations.lineStart[location]) {
      frames.push({name: `0x${locations.address[location].toString(16)}`, place: ''});
    }
    for (let line = locations.lineStart[location]; line < end; line++) {
      const fn = locations.lineFunction[line];
      if (fn !== NONE) frames.push({name: functionName(profile, fn), place: placeOf(profile, fn, line)});
    }
  }
  return frames;
}

function placeOf(profile: Profile, fn: number, line: number): string {
  const file = functionFile(profile, fn);
  const number = profile.locations.lineNumber[line];
  const base = file.slice(file.lastIndexOf('/') + 1);
  return base === '' || number === 0 ? base : `${base}:${number}`;
}

function footLines(profile: Profile, group: GoroutineGroup, options: GoroutinesTextOptions, style: Style): string[] {
  const lines: string[] = [];
  if (group.createdBy !== '') {
    const creator = safeText(options.fullNames ? group.createdBy : shortName(group.createdBy));
    lines.push(`${INDENT}${style.dim('created by')} ${creator}`);
  }
  if (group.stackCount > 1)
    lines.push(`${INDENT}${style.dim(`${group.stackCount} stacks that differ in lines or frames`)}`);
  if (!options.ids) return lines;
  const ids = goroutineIds(profile, group);
  const more = ids.length > MOST_IDS ? ` … ${formatCount(ids.length - MOST_IDS)} more` : '';
  if (ids.length > 0) lines.push(`${INDENT}${style.dim('ids')} ${ids.slice(0, MOST_IDS).join(' ')}${style.dim(more)}`);
  return lines;
}
