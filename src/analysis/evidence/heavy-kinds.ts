/**
 * Kubernetes kinds that fill a heap: shared by the detector that reports them and by those that must not report the
 * same bytes again.
 */

import {type MeasuredInput, MIB} from '../case/profile-values.ts';
import {type KindCost, kindCosts} from '../knowledge/k8s-kinds.ts';

/** Objects of one kind below this are any API server's daily bread. */
export const KIND_BYTES: number = 64 * MIB;
/** Share of the heap from which a kind stands out. */
export const KIND_SHARE = 0.1;

/** Kinds at or above both limits, largest first. */
export function heavyKinds(
  {stacks}: MeasuredInput,
  bytes: number = KIND_BYTES,
  share: number = KIND_SHARE,
): KindCost[] {
  return kindCosts(stacks).filter(({value}) => value >= bytes && value >= share * stacks.total);
}
