/**
 * A profile folded for one sample type: the tree that flamegraphs, filters and comparisons read. Types only.
 *
 * Preorder: the subtree of node i is [i, subtreeEnd[i]), so "is below" is one comparison and totals are one reverse
 * loop. Node 0 is the root that stands for everything.
 */
export interface CallTree {
  readonly length: number;
  readonly unit: string;
  /** Distinct frame names; `fn` columns are indexes into it. */
  readonly names: readonly string[];
  /** FunctionTable row behind each name, NONE for the root and for code without symbols. */
  readonly functionOf: Int32Array;
  readonly fn: Int32Array;
  /** NONE for the root. */
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly subtreeEnd: Int32Array;
  /** 1 where the frame was inlined into its caller. */
  readonly isInlined: Uint8Array;
  /** Value of samples that end in the node. */
  readonly self: Float64Array;
  /** self plus all descendants. */
  readonly total: Float64Array;
  /** The other side of a comparison, node by node; absent for a single profile. */
  readonly base?: {readonly self: Float64Array; readonly total: Float64Array};
}
