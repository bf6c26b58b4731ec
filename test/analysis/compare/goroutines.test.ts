import {describe, expect, it} from 'vitest';
import {type ComparedShape, compareGoroutines} from '../../../src/analysis/compare/goroutines.ts';
import {readText} from '../../support/goroutines.ts';

/** A debug=2 dump: `id state leaf creator` a goroutine. */
function dump(...goroutines: readonly (readonly [id: number, state: string, leaf: string])[]): string {
  const block = ([id, state, leaf]: readonly [number, string, string]): string =>
    `goroutine ${id} [${state}]:\n${leaf}(0xc000010000)\n\t/src/x.go:10 +0x20\ncreated by main.start\n\t/src/x.go:5 +0x10\n`;
  return goroutines.map(block).join('\n');
}

function compare(before: string, after: string): ComparedShape[] {
  return [...compareGoroutines(readText(before), readText(after)).shapes];
}

const many = (first: number, count: number, state: string, leaf: string): [number, string, string][] =>
  Array.from({length: count}, (_, i) => [first + i, state, leaf]);

describe('compare goroutines', () => {
  it('a shape of its own number appears or leaves beyond the bound', () => {
    const idle = many(1, 5, 'select', 'main.loop');
    const stuck = many(100, 40, 'chan send, 7 minutes', 'main.send');
    const [appeared, same] = compare(dump(...idle), dump(...idle, ...stuck));
    expect(appeared).toMatchObject({
      change: 'appeared',
      before: 0,
      after: 40,
      state: 'chan send',
      createdBy: 'main.start',
    });
    expect(same).toMatchObject({change: 'unchanged', seenTwice: 5});
    expect(compare(dump(...idle, ...stuck), dump(...idle))[0]).toMatchObject({change: 'left', stack: ['main.send']});
  });

  it('ten more or less of a hundred are within the bound', () => {
    const [shape] = compare(dump(...many(1, 100, 'select', 'main.loop')), dump(...many(1, 110, 'select', 'main.loop')));
    expect(shape.change).toBe('unchanged');
    expect(shape.bound).toBeCloseTo(3 * Math.sqrt(210), 9);
  });

  it('the state is no part of the shape', () => {
    const shapes = compare(dump([1, 'runnable', 'main.loop']), dump([1, 'select', 'main.loop']));
    expect(shapes).toHaveLength(1);
  });

  it('an id in both dumps is one goroutine, and its wait moved on with the clock', () => {
    const before = dump(...many(1, 3, 'chan receive, 12 minutes', 'main.wait'), [
      50,
      'chan receive, 2 minutes',
      'main.wait',
    ]);
    const after = dump(...many(1, 3, 'chan receive, 29 minutes', 'main.wait'), [
      60,
      'chan receive, 1 minutes',
      'main.wait',
    ]);
    expect(compare(before, after)[0]).toMatchObject({change: 'aged', seenTwice: 3, waitedOn: 17});
  });

  it('goroutines that left and were replaced by as many did not age', () => {
    const before = dump(...many(1, 3, 'chan receive, 12 minutes', 'main.wait'));
    const after = dump(...many(11, 3, 'chan receive, 12 minutes', 'main.wait'));
    expect(compare(before, after)[0]).toMatchObject({change: 'unchanged', seenTwice: 0});
  });
});
