/**
 * A function that remembers its answers: asked once for each name, within a bound.
 */
import {expect, it} from 'vitest';
import {remembered} from '../../src/base/remembered.ts';

function counted(): {readonly ask: (name: string) => number; readonly asked: () => number} {
  let asked = 0;
  const ask = remembered((name) => {
    asked++;
    return name.length;
  });
  return {ask, asked: () => asked};
}

it('asks once for each name, and forgets all when there are too many', () => {
  const {ask, asked} = counted();
  expect([ask('a'), ask('bb'), ask('a')]).toEqual([1, 2, 1]);
  expect(asked()).toBe(2);
  for (let i = 0; i < 200_000; i++) ask(`name ${i}`);
  ask('a');
  expect(asked()).toBe(200_003);
});

it('keeps of names longer than names are as many as eight mebibytes hold', () => {
  const {ask, asked} = counted();
  const long = (i: number): string => `${i}${'x'.repeat(2 ** 20 - 1)}`;
  for (let i = 0; i < 8; i++) expect([ask(long(i)), ask(long(i))]).toEqual([2 ** 20, 2 ** 20]);
  expect(asked()).toBe(8);
  ask(long(8));
  ask(long(0));
  expect(asked()).toBe(10);
});
