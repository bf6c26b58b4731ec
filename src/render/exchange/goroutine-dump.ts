/**
 * Goroutines as the text of a debug=2 dump: the one form that holds ids, states, waits, creators and argument words.
 *
 * For dumps written from a changed Profile; the reader of goroutine text reads them like any other.
 */

import {NONE} from '../../base/columns.ts';
import {pushAll} from '../../base/lists.ts';
import {safeText} from '../../base/safe-text.ts';
import {functionFile, functionName, type GoroutineTable, type Profile} from '../../model/profile.ts';

/** Whether the text can say all: every row is one goroutine with an id. */
export function fitsDump({goroutines, samples}: Profile): boolean {
  if (goroutines === undefined) return false;
  return goroutines.id.every((id) => id !== NONE) && samples.values[0].every((count) => count === 1);
}

/** @param profile  one that `fitsDump` */
export function renderGoroutineDump(profile: Profile): string {
  const {goroutines} = profile;
  if (goroutines === undefined) return '';
  const blocks: string[] = [];
  for (let row = 0; row < goroutines.length; row++) blocks.push(goroutineText(profile, goroutines, row));
  return blocks.join('\n');
}

function goroutineText(profile: Profile, table: GoroutineTable, row: number): string {
  const words = argumentLists(table, row);
  const {samples, stacks} = profile;
  const lines = [headerLine(table, row)];
  for (let stack = samples.stack[row]; stack !== NONE; stack = stacks.parent[stack]) {
    pushAll(lines, frameLines(profile, stack, words.get(stack) ?? '...'));
  }
  if (table.createdBy[row] !== NONE) {
    const parent = table.parentId[row];
    const where = parent === NONE ? '' : ` in goroutine ${parent}`;
    lines.push(`created by ${safeText(profile.strings.at(table.createdBy[row]))}${where}`);
  }
  return `${lines.join('\n')}\n`;
}

function headerLine(table: GoroutineTable, row: number): string {
  const state = table.states[table.state[row]];
  const minutes = table.waitMinutes[row];
  // What was concluded and not printed is concluded again by whoever reads the text.
  const printed = state === undefined || state.isInferred ? '' : safeText(state.text);
  const fields = [
    `${printed}${table.isLeaked[row] === 1 ? ' (leaked)' : ''}`.trim(),
    ...(minutes === NONE ? [] : [`${minutes} minutes`]),
    ...(table.isLocked[row] === 1 ? ['locked to thread'] : []),
  ];
  return `goroutine ${table.id[row]} [${fields.join(', ')}]:`;
}

/** Frames of one location, innermost inlined call first; arguments belong to the outermost, which is the real function. */
function frameLines(profile: Profile, stack: number, words: string): string[] {
  const {locations, stacks} = profile;
  const location = stacks.location[stack];
  const end = locations.lineStart[location + 1];
  const lines: string[] = [];
  for (let line = locations.lineStart[location]; line < end; line++) {
    const fn = locations.lineFunction[line];
    if (fn === NONE) continue;
    lines.push(`${safeText(functionName(profile, fn))}(${line === end - 1 ? words : '...'})`);
    const file = functionFile(profile, fn);
    if (file !== '') lines.push(`\t${safeText(file)}:${locations.lineNumber[line]}`);
  }
  return lines;
}

/** Argument lists by stack row, unknown words as `_`. */
function argumentLists(table: GoroutineTable, row: number): Map<number, string> {
  const lists = new Map<number, string[]>();
  for (let i = table.argumentStart[row]; i < table.argumentStart[row + 1]; i++) {
    const frame = table.argumentFrame[i];
    const list = lists.get(frame) ?? [];
    lists.set(frame, list);
    while (list.length < table.argumentPosition[i]) list.push('_');
    list[table.argumentPosition[i]] = `0x${table.argumentWord[i].toString(16)}`;
  }
  return new Map(Array.from(lists, ([frame, list]) => [frame, list.join(', ')]));
}
