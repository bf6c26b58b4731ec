/**
 * What each location is called, line by line: the frame names that tables, trees and filters share.
 *
 * As in google/pprof at the granularity of functions: the name alone counts, not the file; code without symbols is
 * named for its mapping.
 */
import {NONE} from '../base/columns.ts';
import type {Profile} from '../model/profile.ts';

export interface FrameNames {
  readonly names: readonly string[];
  /** Nodes of location i, innermost first: node[start[i]] … node[start[i + 1] - 1]; never empty. */
  readonly start: Int32Array;
  readonly node: Int32Array;
  readonly functionOf: Int32Array;
}

/** The names that stand for each location's lines; equal names are one node. */
export function frameNames(profile: Profile): FrameNames {
  const {functions, locations, strings} = profile;
  const nodeOfName = new Map<string, number>();
  const functionOf: number[] = [];
  const nodeFor = (name: string, fn: number): number => {
    const known = nodeOfName.get(name);
    if (known !== undefined) return known;
    const node = nodeOfName.size;
    nodeOfName.set(name, node);
    functionOf.push(fn);
    return node;
  };
  const nodeOfFunction = new Int32Array(functions.length).fill(NONE);
  const start = new Int32Array(locations.length + 1);
  const node: number[] = [];
  for (let location = 0; location < locations.length; location++) {
    const end = locations.lineStart[location + 1];
    for (let line = locations.lineStart[location]; line < end; line++) {
      const fn = locations.lineFunction[line];
      if (fn === NONE) {
        node.push(nodeFor(unsymbolizedName(profile, location), NONE));
        continue;
      }
      if (nodeOfFunction[fn] === NONE) {
        const name = strings.at(functions.name[fn]);
        nodeOfFunction[fn] = nodeFor(name === '' ? unsymbolizedName(profile, location) : name, fn);
      }
      node.push(nodeOfFunction[fn]);
    }
    if (end === locations.lineStart[location]) node.push(nodeFor(unsymbolizedName(profile, location), NONE));
    start[location + 1] = node.length;
  }
  return {names: [...nodeOfName.keys()], start, node: Int32Array.from(node), functionOf: Int32Array.from(functionOf)};
}

/** `[binary]` for code without symbols, `<unknown>` where not even the binary is known. */
export function unsymbolizedName(profile: Profile, location: number): string {
  const mapping = profile.locations.mapping[location];
  const file = mapping === NONE ? '' : profile.mappings[mapping].file;
  return file === '' ? '<unknown>' : `[${file.slice(file.lastIndexOf('/') + 1)}]`;
}
