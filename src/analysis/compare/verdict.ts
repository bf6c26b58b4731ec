/**
 * One word for a comparison, from its numbers alone, and the function that explains it.
 *
 * More is worse for everything a profile measures. A function leads when most of the change goes through it and little
 * of it is left on the smaller side: callers that also do other work keep more, callees are part of it.
 */
import {largest} from '../../base/lists.ts';
import {isStandardPackage, packageOf} from '../../model/symbol.ts';
import {kindOfFunction} from '../knowledge/k8s-kinds.ts';
import type {ComparedType} from './compare.ts';
import type {Compared, ComparedRow} from './rows.ts';

export type Verdict = 'fixed' | 'better' | 'unchanged' | 'worse' | 'new trouble';

export interface Assessment {
  readonly verdict: Verdict;
  /** The function that explains the verdict; absent when unchanged. */
  readonly lead?: ComparedRow;
  /** Functions that went the other way by as much as matters. */
  readonly against?: ComparedRow;
}

/** Share of the larger total below which a move, however certain, does not decide. */
const MATERIAL_SHARE = 0.05;

/** Rows are many, so one that decides while the total stands still must be 5σ away where the bound is 3σ. */
const DECIDING_BOUNDS = 5 / 3;

/** What is left of a thing that counts as gone. */
const GONE_SHARE = 0.1;

/** Share of the total that makes a thing the trouble of its profile. */
const TROUBLE_SHARE = 0.2;

export function assess(compared: ComparedType): Assessment {
  const {total} = compared;
  const larger = Math.max(Math.abs(total.before), Math.abs(total.after));
  const isMove = total.change !== 'unchanged' && Math.abs(total.delta) >= MATERIAL_SHARE * larger;
  const fallen = leadingRow(compared, -1, isMove);
  const risen = leadingRow(compared, 1, isMove);
  if (!isMove) {
    // What is sampled is shared out: a total within its noise is the last word.
    return isCountedType(compared.type)
      ? assessRows(total, risen, fallen)
      : withRows('unchanged', undefined, undefined);
  }
  const hadTrouble = fallen !== undefined && wasTrouble(fallen.cum, total);
  const hasTrouble = risen !== undefined && isNewTrouble(risen.cum, total);
  if (total.delta > 0) return withRows(hadTrouble && hasTrouble ? 'new trouble' : 'worse', risen, fallen);
  if (hasTrouble) return withRows('new trouble', risen, fallen);
  return withRows(hadTrouble ? 'fixed' : 'better', fallen, risen);
}

/**
 * Where the total stands still, moves both ways are a matter of who does the work, and so is a small one of a function
 * whose callers and neighbours make up for it. Goroutines are counted, not shared out: there a small one is enough.
 */
function assessRows(total: Compared, risen?: ComparedRow, fallen?: ComparedRow): Assessment {
  const least = MATERIAL_SHARE * Math.max(total.before, total.after);
  const up = risen !== undefined && risen.cum.delta >= least;
  const down = fallen !== undefined && -fallen.cum.delta >= least;
  if (up && fallen === undefined) return withRows('worse', risen, undefined);
  if (down && risen === undefined) return withRows('better', fallen, undefined);
  return withRows('unchanged', undefined, undefined);
}

/** Goroutines and threads: the numbers are exact, and their bound is how far such counts vary by themselves. */
export function isCountedType(type: string): boolean {
  return /^(?:goroutine|thread)/.test(type);
}

function wasTrouble(row: Compared, total: Compared): boolean {
  return row.before >= TROUBLE_SHARE * total.before && isNearlyGone(row);
}

function isNewTrouble(row: Compared, total: Compared): boolean {
  return row.after >= TROUBLE_SHARE * total.after && row.delta >= TROUBLE_SHARE * Math.max(total.before, total.after);
}

function withRows(verdict: Verdict, lead: ComparedRow | undefined, against: ComparedRow | undefined): Assessment {
  return {verdict, ...(lead === undefined ? {} : {lead}), ...(against === undefined ? {} : {against})};
}

/** Whether at most a tenth of it is left. */
export function isNearlyGone({after, before}: Compared): boolean {
  return Math.abs(after) <= GONE_SHARE * Math.abs(before);
}

/** A lead keeps at least this share of the largest change of its direction. */
const LEAD_SHARE = 0.7;

/** The row that explains what went in one direction, if anything went far enough. */
function leadingRow(compared: ComparedType, direction: -1 | 1, isMove: boolean): ComparedRow | undefined {
  const {total, unit} = compared;
  const least = MATERIAL_SHARE * Math.max(Math.abs(total.before), Math.abs(total.after));
  const bounds = isMove ? 1 : DECIDING_BOUNDS;
  const movers = compared
    .movers(least)
    .filter(
      ({cum}) =>
        cum.change !== 'unchanged' && Math.sign(cum.delta) === direction && Math.abs(cum.delta) > bounds * cum.bound,
    );
  if (movers.length === 0) return undefined;
  const enough = LEAD_SHARE * Math.abs(movers[0].cum.delta);
  const strong = movers.filter(({cum}) => Math.abs(cum.delta) >= enough);
  const own = strong.filter(({identity}) => !isStandardPackage(packageOf(identity)));
  const lead = best(own.length > 0 ? own : strong);
  return unit === 'bytes' || unit === 'count' ? (decodedKind(lead, movers) ?? lead) : lead;
}

/** Callers that differ by less than this are one chain, and its innermost frame is the most telling. */
const SAME_CHAIN = 0.005;

function best(rows: readonly ComparedRow[]): ComparedRow {
  const highest = largest(rows.map(({cum}) => score(cum)));
  const chain = rows.filter(({cum}) => score(cum) >= highest * (1 - SAME_CHAIN));
  return chain.reduce((found, row) => (row.leafDistance < found.leafDistance ? row : found));
}

function score({after, before, delta}: Compared): number {
  const larger = Math.max(Math.abs(before), Math.abs(after));
  const left = Math.min(Math.abs(before), Math.abs(after)) / larger;
  return Math.abs(delta) * (1 - left) ** 2;
}

/** Share of the lead's change that must be objects of one kind for the kind to be named instead. */
const KIND_SHARE = 0.85;

/** Where nearly all of the change is decoded Kubernetes objects of one kind, their kind says more than who read them. */
function decodedKind(lead: ComparedRow, movers: readonly ComparedRow[]): ComparedRow | undefined {
  return movers.find(
    ({cum, identity}) =>
      Math.abs(cum.delta) >= KIND_SHARE * Math.abs(lead.cum.delta) && kindOfFunction(identity) !== undefined,
  );
}

const ORDER: readonly Verdict[] = ['new trouble', 'worse', 'fixed', 'better', 'unchanged'];

/** The verdict over several comparisons: what went wrong weighs more than what went well. */
export function overallVerdict(verdicts: readonly Verdict[]): Verdict {
  const present = ORDER.filter((verdict) => verdicts.includes(verdict));
  const first = present[0] ?? 'unchanged';
  return first === 'worse' && present.includes('fixed') ? 'new trouble' : first;
}
