/**
 * Assesses a printed table by its own rows: flat, cum and total as printed, and nothing from the stacks on which the
 * rows were laid.
 *
 * Without stacks, cum values are all that says who calls whom: two functions whose cums add up to more than the total
 * share stacks, and one whose cum less its own flat is just another's cum calls it.
 */
import {NONE} from '../../base/columns.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {formatValue} from '../../base/units.ts';
import {isEntry} from '../../model/entry-names.ts';
import type {Evidence} from '../../model/finding.ts';
import {enclosingFunction} from '../../model/symbol.ts';
import type {MeasuredInput} from '../case/profile-values.ts';
import {isTableOnly} from '../names/frame-classes.ts';
import {isCarrier, layerOf} from '../names/layers.ts';

export interface TableRow {
  /** Raw name. */
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

/** The rows of a table, largest cum first; undefined for a profile with stacks of its own. */
export function tableRows({facts, sampleType}: MeasuredInput): TableRow[] | undefined {
  if (!isTableOnly(facts.profile)) return undefined;
  const {cum, flat, names} = facts.top(sampleType);
  return names
    .map((name, row) => ({name, flat: flat.values[row], cum: cum.values[row]}))
    .filter(({cum, flat, name}) => (cum !== 0 || flat !== 0) && layerOf(name) !== 'unknown')
    .sort((a, b) => b.cum - a.cum);
}

/** Lines that are named. */
const MOST_LINES = 3;

/** The costliest lines of a listing, each with what it calls; nothing for a table, which has no lines. */
export function lineEvidence({facts: {profile}, stacks: {self, unit}}: MeasuredInput): Evidence[] {
  const {locations, stacks} = profile;
  const costOfLine = new Map<number, number>();
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    const location = stacks.location[above === NONE ? stack : above];
    const row = locations.lineStart[location];
    const line = row < locations.lineStart[location + 1] ? locations.lineNumber[row] : 0;
    if (line > 0) costOfLine.set(line, (costOfLine.get(line) ?? 0) + self[stack]);
  }
  const costly = [...costOfLine].sort((a, b) => b[1] - a[1]).slice(0, MOST_LINES);
  if (costly.length === 0) return [];
  const text = costly.map(([line, value]) => say`line ${line} ${formatValue(value, unit)}`).join(', ');
  return [{label: sayLater('heaviest lines'), value: costly[0][1], unit, text}];
}

/** A row inside another one keeps at least this part of it to be named instead. */
const KEEPS = 0.6;

/**
 * The row to hold responsible: the innermost function of code that keeps most of what the outermost has; where no code
 * is shown, the row with the largest cum that is neither an entry nor of the runtime.
 *
 * @param isPassedOver  code that only carries out what its callers ask for
 */
export function responsibleRow(
  {stacks}: MeasuredInput,
  rows: readonly TableRow[],
  isPassedOver: (name: string) => boolean = () => false,
): TableRow | undefined {
  const code = rows.filter(({name}) => layerOf(name) === 'code' && !isCarrier(name) && !isPassedOver(name));
  const makers = rows.filter(({name}) => layerOf(name) === 'code' && isPassedOver(name));
  const others = rows.filter(({name}) => !['code', 'runtime', 'sync'].includes(layerOf(name)) && !isCarrier(name));
  const best = innermostKeeper(code, stacks.total);
  const candidates = [best, makers[0], others[0]].filter((row) => row !== undefined);
  return candidates.find(({cum}) => cum >= stacks.total * NOTABLE) ?? candidates[0];
}

/** Code with less than this is beside the point where something else is shown to have more. */
const NOTABLE = 0.15;

/** @param code  largest cum first */
function innermostKeeper(code: readonly TableRow[], total: number): TableRow | undefined {
  let best: TableRow | undefined;
  for (const row of code) {
    if (best === undefined || (row.cum >= best.cum * KEEPS && isUnder(row, best, total))) best = row;
  }
  return best;
}

/** Cums that differ by no more than this are of one chain: the difference is rounding, or a little work in between. */
const SAME = 0.02;

/** Whether the smaller row is called from the larger one, by the printed figures. */
function isUnder(row: TableRow, above: TableRow, total: number): boolean {
  if (row === above) return false;
  const isSame = row.cum >= above.cum * (1 - SAME);
  // Of a chain the function with a job of its own says more than the entry above it.
  if (isSame) return isEntry(above.name) && !isEntry(row.name);
  return row.cum + above.cum > total * (1 + SAME) && above.cum - above.flat >= row.cum * (1 - SAME);
}

/**
 * The function of code for which a piece of work is done, where the cums leave little doubt: the smallest that has all
 * of the work, or the largest part of it, in a table that shows no other code as large.
 *
 * @param value  of the work
 * @param least  part of the value that a row must have
 */
export function rowAround(
  rows: readonly TableRow[],
  value: number,
  total: number,
  least: number,
): TableRow | undefined {
  const code = rows.filter(
    ({cum, flat, name}) => layerOf(name) === 'code' && !isCarrier(name) && cum - flat >= value * least,
  );
  const around = code.filter(({cum, flat}) => cum - flat >= value * (1 - 5 * SAME));
  const sure = around.filter(({cum}) => cum + value > total || cum <= value * (1 + 5 * SAME));
  const best = sure.at(-1);
  if (best !== undefined) return innermostOf(sure.filter(({cum}) => cum <= best.cum * (1 + SAME)));
  const [largest] = code;
  if (largest === undefined) return undefined;
  const chain = code.filter(({cum}) => cum >= largest.cum * (1 - SAME));
  const isOneFamily = code.every(({name}) => enclosingFunction(name) === enclosingFunction(largest.name));
  return isOneFamily || chain.length === code.length ? innermostOf(chain) : undefined;
}

/** Of rows of one chain the first that is no entry. */
function innermostOf(rows: readonly TableRow[]): TableRow | undefined {
  return rows.find(({name}) => !isEntry(name)) ?? rows[0];
}
