/**
 * The value of every stack of functions at every point of a series, as columns over the points.
 */
import {NONE} from '../../base/columns.ts';
import {PairInterner} from '../../base/tables/pair-interner.ts';
import {stackValues} from '../values/stack-values.ts';
import type {AlignedProfile, Alignment} from './align.ts';
import {stackNoise} from './noise.ts';

export interface ShapeColumns {
  /** Raw function names, leaf first; empty for the whole profile. */
  readonly stack: readonly string[];
  readonly value: Float64Array;
  readonly poisson: Float64Array;
  readonly thinning: Float64Array;
}

/** The whole profile first, then every shape that has a value somewhere. */
export function collectShapes(alignment: Alignment, type: number): ShapeColumns[] {
  const sides = [...alignment.before, ...alignment.after];
  const paths = new PairInterner();
  const whole = newColumns([], sides.length);
  const shapeOfPath = new Map<number, ShapeColumns>();
  const shapeFor = (path: number): ShapeColumns => {
    const known = shapeOfPath.get(path);
    if (known !== undefined) return known;
    const shape = newColumns(pathNames(paths, path, alignment.names), sides.length);
    shapeOfPath.set(path, shape);
    return shape;
  };
  sides.forEach((side, point) => {
    const pathOf = pathsOfStacks(side, paths);
    const {self, withoutStack} = stackValues(side.profile, type);
    const noise = stackNoise(side.profile, type);
    whole.value[point] += withoutStack;
    pathOf.forEach((path, stack) => {
      if (self.values[stack] === 0) return;
      for (const column of [whole, shapeFor(path)]) {
        column.value[point] += self.values[stack];
        column.poisson[point] += noise.poisson[stack];
        column.thinning[point] += noise.thinning[stack];
      }
    });
  });
  return [whole, ...shapeOfPath.values()];
}

/** A row of `paths` per stack, equal for stacks of equal functions whatever the profile. */
function pathsOfStacks({frames, profile, rowOf}: AlignedProfile, paths: PairInterner): Int32Array {
  const {stacks} = profile;
  const pathOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const above = stacks.parent[stack];
    let path = above === NONE ? NONE : pathOf[above];
    const location = stacks.location[stack];
    for (let i = frames.start[location + 1] - 1; i >= frames.start[location]; i--) {
      path = paths.intern(path, rowOf[frames.node[i]]);
    }
    pathOf[stack] = path;
  }
  return pathOf;
}

function newColumns(stack: readonly string[], length: number): ShapeColumns {
  return {
    stack,
    value: new Float64Array(length),
    poisson: new Float64Array(length),
    thinning: new Float64Array(length),
  };
}

function pathNames(paths: PairInterner, path: number, names: readonly string[]): string[] {
  const stack: string[] = [];
  for (let node = path; node !== NONE; node = paths.first.values[node]) stack.push(names[paths.second.values[node]]);
  return stack;
}
