/**
 * Shapes of stacks: what is left of them when vendoring, type arguments and (if wanted) lines are taken away.
 *
 * Stacks are a prefix tree with parents first, so one forward pass gives every stack the number of its shape.
 */
import {NONE} from '../../base/columns.ts';
import {IntSequenceInterner} from '../../base/tables/int-sequence-interner.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import type {Profile} from '../../model/profile.ts';
import {identityName} from '../../model/symbol.ts';

/** A shape row per stack row; equal shapes are equal rows. */
export function stackShapes(profile: Profile, hasLines: boolean): Int32Array {
  const {stacks} = profile;
  const shapeOfLocation = locationShapes(profile, hasLines);
  const shapes = new PairInterner();
  const shapeOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    shapeOf[stack] = shapes.intern(above === NONE ? NONE : shapeOf[above], shapeOfLocation[stacks.location[stack]]);
  }
  return shapeOf;
}

function locationShapes(profile: Profile, hasLines: boolean): Int32Array {
  const {locations} = profile;
  const names = functionIdentities(profile);
  const frames = new IntSequenceInterner();
  const shapeOf = new Int32Array(locations.length);
  for (let location = 0; location < locations.length; location++) {
    frames.begin();
    const end = locations.lineStart[location + 1];
    // Without symbols the address is all there is.
    if (end === locations.lineStart[location]) frames.add(NONE).add(Number(locations.address[location] & 0x7fffffffn));
    for (let line = locations.lineStart[location]; line < end; line++) {
      const fn = locations.lineFunction[line];
      frames.add(fn === NONE ? NONE : names[fn]);
      if (hasLines) frames.add(locations.lineNumber[line]);
    }
    shapeOf[location] = frames.end();
  }
  return shapeOf;
}

/** A number per function row; functions of one identity have the same. */
function functionIdentities({functions, strings}: Profile): Int32Array {
  const numbers = new Map<string, number>();
  return functions.name.map((name) => {
    const identity = identityName(strings.at(name));
    const known = numbers.get(identity);
    if (known !== undefined) return known;
    numbers.set(identity, numbers.size);
    return numbers.size - 1;
  });
}
