/**
 * Walks stacks frame by frame, inlined calls unfolded. One walker serves many stacks, without an object per frame.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';
import type {FrameNames} from './frame-names.ts';

export class FrameWalk {
  /** Nodes of the last stack walked, leaf first; only as many as `walk` said. */
  node: Int32Array = new Int32Array(256);
  /** 1 where the call was inlined into the frame above. */
  isInline: Uint8Array = new Uint8Array(256);
  private readonly profile: Profile;
  private readonly frames: FrameNames;

  constructor(profile: Profile, frames: FrameNames) {
    this.profile = profile;
    this.frames = frames;
  }

  /** Fills `node` and `isInline`; returns how many frames there are. */
  walk(leaf: number): number {
    const {location, parent} = this.profile.stacks;
    const {node, start} = this.frames;
    let count = 0;
    for (let stack = leaf; stack !== NONE; stack = parent[stack]) {
      const outermost = start[location[stack] + 1] - 1;
      for (let i = start[location[stack]]; i <= outermost; i++) {
        if (count === this.node.length) this.grow();
        this.node[count] = node[i];
        this.isInline[count++] = i === outermost ? 0 : 1;
      }
    }
    return count;
  }

  /** Nodes of a stack, outermost first. */
  path(leaf: number): number[] {
    const count = this.walk(leaf);
    return Array.from(this.node.subarray(0, count)).reverse();
  }

  private grow(): void {
    const node = new Int32Array(this.node.length * 2);
    node.set(this.node);
    this.node = node;
    const isInline = new Uint8Array(node.length);
    isInline.set(this.isInline);
    this.isInline = isInline;
  }
}
