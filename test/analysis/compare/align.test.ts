import {describe, expect, it} from 'vitest';
import {compareProfiles} from '../../../src/analysis/compare/compare.ts';
import type {ComparedRow} from '../../../src/analysis/compare/rows.ts';
import {profileOf} from '../../support/folded-profile.ts';

/** `name before → after` of every row, by name. */
function moves(before: readonly string[], after: readonly string[], renames?: {from: string; to: string}[]): string[] {
  const {types} = compareProfiles([profileOf(before)], [profileOf(after)], renames === undefined ? {} : {renames});
  const line = ({cum, function: name}: ComparedRow): string => `${name} ${cum.before} → ${cum.after}`;
  return types[0].rows.map(line).sort();
}

describe('align', () => {
  it('a function is the same whether it was vendored or not', () => {
    expect(moves(['k8s.io/kubernetes/vendor/k8s.io/client-go/rest.Do 5'], ['k8s.io/client-go/rest.Do 7'])).toEqual([
      'k8s.io/client-go/rest.Do 5 → 7',
    ]);
  });

  it('a function is the same at another line', () => {
    expect(moves(['main.main;main.work:12 5'], ['main.main;main.work:99 7'])).toEqual([
      'main.main 5 → 7',
      'main.work 5 → 7',
    ]);
  });

  it('a generic function is the same with other shapes, and its instances are one', () => {
    const before = ['main.Map[go.shape.int] 2', 'main.Map[go.shape.string] 3'];
    expect(moves(before, ['main.Map[...] 7'])).toEqual(['main.Map[...] 5 → 7']);
  });

  it('renumbered closures are told by what they call', () => {
    const before = ['main.Serve;main.Serve.func1;main.read 5', 'main.Serve;main.Serve.func2;main.write 9'];
    const after = [
      'main.Serve;main.Serve.func1;main.greet 1',
      'main.Serve;main.Serve.func2;main.read 6',
      'main.Serve;main.Serve.func3;main.write 8',
    ];
    expect(moves(before, after).filter((line) => line.includes('.func'))).toEqual([
      'main.Serve.func1 0 → 1',
      'main.Serve.func2 5 → 6',
      'main.Serve.func3 9 → 8',
    ]);
  });

  it('closures that call other things stay apart', () => {
    const before = ['main.Serve;main.Serve.func1;main.read 5'];
    const after = ['main.Serve;main.Serve.func2;main.write 9'];
    expect(moves(before, after).filter((line) => line.includes('.func'))).toEqual([
      'main.Serve.func1 5 → 0',
      'main.Serve.func2 0 → 9',
    ]);
  });

  it('six thousand renumbered closures of one function are paired one by one', () => {
    const COUNT = 6000;
    const line = (number: number, callee: number): string => `main.Serve;main.Serve.func${number};main.f${callee} 1`;
    const before = Array.from({length: COUNT}, (_, i) => line(i + 1, i));
    const after = [line(1, COUNT), ...Array.from({length: COUNT}, (_, i) => line(i + 2, i))];
    const moved = moves(before, after).filter((row) => row.includes('.func') && !row.endsWith(' 1 → 1'));
    expect(moved).toEqual(['main.Serve.func1 0 → 1']);
  });

  it('closures of a function with very many keep their names where what they call changed', () => {
    const closures = (callee: string): string[] =>
      Array.from({length: 200}, (_, i) => `main.Serve;main.Serve.func${i};main.${callee}${i} 1`);
    expect(moves([...closures('old'), 'main.Serve;main.Serve.func200 1'], closures('new'))).toContain(
      'main.Serve.func7 1 → 1',
    );
  });

  it('a renamed package is one package when the user says so', () => {
    const renames = [{from: 'example.com/old', to: 'example.com/new'}];
    expect(moves(['example.com/old/api.Get 5'], ['example.com/new/api.Get 7'], renames)).toEqual([
      'example.com/new/api.Get 5 → 7',
    ]);
    expect(moves(['example.com/older.Get 5'], ['example.com/new.Get 7'], renames)).toHaveLength(2);
  });
});
