/**
 * What a build may not cost: memory as bench/budgets.json says, ratios at most twice their budget there.
 *
 * Ratios get the slack because a busy machine bends them; memory does not bend.
 */
import {readFileSync} from 'node:fs';

const BUDGETS = JSON.parse(readFileSync(new URL('budgets.json', import.meta.url), 'utf8'));
const SLACK = 2;

/** One line per budget that a result breaks. */
export function brokenBudgets({contenders, goals, id}) {
  const {memory, ratios = {}} = BUDGETS[id] ?? {};
  const lines = [];
  const {rss} = contenders.ours;
  if (memory !== undefined && rss > memory) lines.push(`${id}: ${rss} bytes at the peak, the budget is ${memory}`);
  for (const {figure, measured, peer} of goals) {
    const budget = figure === 'wall' ? ratios[peer] : undefined;
    if (budget === undefined || measured <= SLACK * budget) continue;
    lines.push(
      `${id}: ${measured.toFixed(2)} times the wall of ${peer}, the budget is ${budget} and twice that is out`,
    );
  }
  return lines;
}
