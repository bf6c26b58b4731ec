/**
 * Goroutine tables as plain counts, to compare with what others counted.
 */
import {functionName, type Profile, stackFunctions} from '../../src/model/profile.ts';
import {readProfile} from '../../src/read.ts';

export interface GoroutineCounts {
  goroutines: number;
  states: Record<string, number>;
  with_minutes: number;
  locked: number;
  created_by: number;
  max_id: number;
}

export function countGoroutines(profile: Profile): GoroutineCounts {
  const {goroutines: table, samples} = profile;
  if (table === undefined) throw new Error(`${profile.name} has no goroutine table`);
  const counts: GoroutineCounts = {goroutines: 0, states: {}, with_minutes: 0, locked: 0, created_by: 0, max_id: -1};
  for (let row = 0; row < table.length; row++) {
    const count = samples.values[0][row];
    const {text} = table.states[table.state[row]];
    counts.goroutines += count;
    counts.states[text] = (counts.states[text] ?? 0) + count;
    if (table.waitMinutes[row] >= 0) counts.with_minutes += count;
    if (table.isLocked[row] === 1) counts.locked += count;
    if (table.createdBy[row] >= 0) counts.created_by += count;
    counts.max_id = Math.max(counts.max_id, table.id[row]);
  }
  return counts;
}

/** Reads text as an input. */
export function readText(text: string): Profile {
  return readProfile(new TextEncoder().encode(text), {name: 'dump.txt'});
}

/** Function names of a sample's stack, leaf first. */
export function stackOf(profile: Profile, row: number): string[] {
  return stackFunctions(profile, profile.samples.stack[row]).map((fn) => functionName(profile, fn));
}

/** One line a goroutine: `id [state, minutes] leaf < caller by creator`, in the order of the dump. */
export function describeGoroutines(profile: Profile): string[] {
  const {goroutines: table, samples} = profile;
  if (table === undefined) throw new Error(`${profile.name} has no goroutine table`);
  return Array.from({length: table.length}, (_, row) => {
    const wait = table.waitMinutes[row] < 0 ? '' : `, ${table.waitMinutes[row]} minutes`;
    const creator = table.createdBy[row] < 0 ? '' : ` by ${profile.strings.at(table.createdBy[row])}`;
    const count = samples.values[0][row] === 1 ? '' : ` x${samples.values[0][row]}`;
    const state = table.states[table.state[row]].text;
    return `${table.id[row]}${count} [${state}${wait}] ${stackOf(profile, row).join(' < ')}${creator}`;
  });
}

/** Argument words of a goroutine, each `stack row.position=word`. */
export function argumentsOf({goroutines: table}: Profile, row: number): string[] {
  if (table === undefined) return [];
  const words: string[] = [];
  for (let i = table.argumentStart[row]; i < table.argumentStart[row + 1]; i++) {
    words.push(`${table.argumentFrame[i]}.${table.argumentPosition[i]}=${table.argumentWord[i].toString(16)}`);
  }
  return words;
}
