/**
 * Where a function is at home, out of several inputs.
 */
import {functionTotal} from '../../../src/analysis/evidence/hot-path.ts';
import {largest} from '../../../src/base/lists.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import type {Subject} from '../../protocol.ts';
import type {OpenInputs} from '../loading/open.ts';

/** The input that a function has the largest share of. */
export async function homeOf(
  inputs: OpenInputs,
  name: string,
  treeOf: (inputs: OpenInputs, subject: Subject) => Promise<CallTree>,
): Promise<number> {
  const shares: number[] = [];
  for (const [input, {defaultSampleType}] of inputs.profiles.entries()) {
    const tree = await treeOf(inputs, {input, sampleType: defaultSampleType, filters: []});
    const fn = tree.names.indexOf(name);
    shares.push(fn < 0 || tree.total[0] === 0 ? 0 : functionTotal(tree, fn) / tree.total[0]);
  }
  return shares.indexOf(largest(shares));
}
