/**
 * Previews of profiles, and the trees that they must have in common with the whole profile.
 */

import {gunzipSync} from 'node:zlib';
import {expect} from 'vitest';
import {buildTree} from '../../src/analysis/tree/tree.ts';
import {isGzip} from '../../src/formats/is-gzip.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import type {Profile} from '../../src/model/profile.ts';
import {PreviewReader} from '../../src/preview-reader.ts';
import {readProfile} from '../../src/read.ts';

export const SHARES: readonly number[] = [1 / 20, 1 / 300, 1 / 50_000];

export function previewOf(raw: Uint8Array, share: number, chunk = raw.length): Profile | undefined {
  const reader = new PreviewReader(share);
  for (let at = 0; at < raw.length; at += chunk) reader.write(raw.subarray(at, at + chunk));
  return reader.end();
}

export function inflated(bytes: Uint8Array): Uint8Array {
  return isGzip(bytes) ? gunzipSync(bytes) : bytes;
}

/** Paths of names with values, in no order: siblings of one value may change places. Which of two like frames was inlined is left to whichever came first. */
function paths(tree: CallTree): string[] {
  const path: string[] = [];
  for (let node = 0; node < tree.length; node++) {
    const above = tree.parent[node] < 0 ? '' : path[tree.parent[node]];
    path.push(`${above}\n${tree.names[tree.fn[node]]}`);
  }
  return path.map((each, node) => `${tree.self[node]} ${tree.total[node]}${each}`).sort();
}

export function largeTree(profile: Profile, share: number): string[] {
  return paths(buildTree(profile, profile.defaultSampleType, 'root', share));
}

/** Holds the outlines of a packed profile against the profile itself. */
export function expectLargeStacks(packed: Uint8Array): void {
  const whole = readProfile(packed);
  const outlines = SHARES.map((share) => previewOf(inflated(packed), share));
  // Only these stand in the way of one: frames to drop, negative values, ids beyond a table.
  const isRefused = whole.dropFrames !== '' || whole.samples.values.some((column) => column.some((each) => each < 0));
  for (const [i, outline] of outlines.entries()) {
    if (outline === undefined) expect(isRefused).toBe(true);
    else expect(largeTree(outline, SHARES[i])).toEqual(largeTree(whole, SHARES[i]));
  }
}
