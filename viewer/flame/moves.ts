/**
 * Commands of the key table that navigate a flamegraph.
 */
import type {Direction} from './navigation.ts';

/** One flamegraph, or several that move together. */
export interface Movable {
  step(direction: Direction): void;
  nudge(factor: number, shift: number): void;
}

const MOVES: ReadonlyMap<string, (view: Movable) => void> = new Map([
  ['frame-up', (view) => view.step('parent')],
  ['frame-down', (view) => view.step('child')],
  ['frame-left', (view) => view.step('left')],
  ['frame-right', (view) => view.step('right')],
  ['zoom-in', (view) => view.nudge(0.5, 0)],
  ['zoom-out', (view) => view.nudge(2, 0)],
  ['pan-left', (view) => view.nudge(1, -0.2)],
  ['pan-right', (view) => view.nudge(1, 0.2)],
  ['pan-up', (view) => view.step('parent')],
  ['pan-down', (view) => view.step('child')],
]);

/** Runs a command; false when it moves nothing. */
export function move(view: Movable, command: string): boolean {
  const run = MOVES.get(command);
  run?.(view);
  return run !== undefined;
}
