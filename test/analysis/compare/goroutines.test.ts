import {describe, expect, it} from 'vitest';
import {type ComparedShape, compareGoroutines} from '../../../src/analysis/compare/goroutines.ts';
import {dump, readIncident} from '../../support/incident-text.ts';

function compare(before: string, after: string): ComparedShape[] {
  return [...compareGoroutines(readIncident(before), readIncident(after)).shapes];
}

/** Goroutines with ids from `firstId` on. */
const from = (firstId: number, line: string): string => dump([line], {firstId});

describe('compare goroutines', () => {
  it('a shape of its own number appears or leaves beyond the bound', () => {
    const idle = from(1, '[select] main.loop by main.start *5');
    const stuck = from(100, '[chan send, 7 minutes] main.send by main.start *40');
    const [appeared, same] = compare(idle, `${idle}\n${stuck}`);
    expect(appeared).toMatchObject({
      change: 'appeared',
      before: 0,
      after: 40,
      state: 'chan send',
      createdBy: 'main.start',
    });
    expect(same).toMatchObject({change: 'unchanged', seenTwice: 5});
    expect(compare(`${idle}\n${stuck}`, idle)[0]).toMatchObject({change: 'left', stack: ['main.send']});
  });

  it('ten more or less of a hundred are within the bound', () => {
    const [shape] = compare(from(1, '[select] main.loop *100'), from(1, '[select] main.loop *110'));
    expect(shape.change).toBe('unchanged');
    expect(shape.bound).toBeCloseTo(3 * Math.sqrt(210), 9);
  });

  it('the state is no part of the shape', () => {
    const shapes = compare(from(1, '[runnable] main.loop'), from(1, '[select] main.loop'));
    expect(shapes).toHaveLength(1);
  });

  it('an id in both dumps is one goroutine, and its wait moved on with the clock', () => {
    const [before, after] = [
      [12, 50, 2],
      [29, 60, 1],
    ].map(([wait, id, other]) => {
      const same = from(1, `[chan receive, ${wait} minutes] main.wait *3`);
      return `${same}\n${from(id, `[chan receive, ${other} minutes] main.wait`)}`;
    });
    expect(compare(before, after)[0]).toMatchObject({change: 'aged', seenTwice: 3, waitedOn: 17});
  });

  it('goroutines that left and were replaced by as many did not age', () => {
    const waiters = '[chan receive, 12 minutes] main.wait *3';
    expect(compare(from(1, waiters), from(11, waiters))[0]).toMatchObject({change: 'unchanged', seenTwice: 0});
  });
});
