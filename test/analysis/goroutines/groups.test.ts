/**
 * Grouping of goroutines, and which of them `--where` keeps.
 */
import {describe, expect, test} from 'vitest';
import {goroutineFilter} from '../../../src/analysis/goroutines/filter.ts';
import {type GroupOptions, groupGoroutines} from '../../../src/analysis/goroutines/groups.ts';
import {readText} from '../../support/goroutines.ts';

const goroutine = (id: number, state: string, frame: string, line: number, word = '0x1'): string =>
  `goroutine ${id} [${state}]:\n${frame}(${word})\n\t/m.go:${line} +0x1\ncreated by main.start\n\t/m.go:1 +0x1\n\n`;

const PROFILE = readText(
  [
    goroutine(1, 'chan send, 2 minutes', 'a.b/vendor/c.io/d.(*T).Send', 5),
    goroutine(2, 'chan send, 4 minutes', 'c.io/d.(*T).Send', 5, '0x2'),
    goroutine(3, 'select, 30 minutes, locked to thread', 'c.io/d.(*T).Send', 9),
    goroutine(4, 'running', 'main.Map[...]', 7),
    goroutine(5, 'IO wait, 60 minutes', 'main.read', 3),
  ].join(''),
);

const DEFAULTS: GroupOptions = {similar: 'functions', by: 'stack', keep: undefined};

const group = (options: Partial<GroupOptions> = {}): [string, number][] =>
  groupGoroutines(PROFILE, {...DEFAULTS, ...options}).groups.map(({key, count, rows}) => [
    key === '' ? rows.map((row) => PROFILE.goroutines?.id[row]).join(',') : key,
    count,
  ]);

describe('groups of goroutines', () => {
  test('vendoring, lines, words and states do not split a shape', () => {
    expect(group()).toEqual([
      ['1,2,3', 3],
      ['5', 1],
      ['4', 1],
    ]);
  });

  test('lines split a shape when asked for, and words when asked for exactly', () => {
    expect(group({similar: 'lines'}).map(([ids]) => ids)).toEqual(['1,2', '3', '5', '4']);
    expect(group({similar: 'exact'}).map(([ids]) => ids)).toEqual(['3', '2', '1', '5', '4']);
  });

  test('a group tells its states, the spread of its waits and its creator', () => {
    const {groups, total, longestWait} = groupGoroutines(PROFILE, DEFAULTS);
    const [{states, wait, createdBy, lockedCount}] = groups;
    expect({total, longestWait}).toEqual({total: 5, longestWait: 60});
    expect(states).toEqual([
      ['chan send', 2, false],
      ['select', 1, false],
    ]);
    expect([wait?.min, wait?.median, wait?.max, wait?.known]).toEqual([2, 4, 30, 3]);
    expect(wait?.histogram).toEqual([2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect([createdBy, lockedCount]).toEqual(['main.start', 1]);
  });

  test('other keys group by what they name', () => {
    expect(group({by: 'state'})[0]).toEqual(['chan send', 2]);
    expect(group({by: 'creator'})).toEqual([['main.start', 5]]);
    expect(group({by: 'function'})[0]).toEqual(['c.io/d.(*T).Send', 3]);
  });

  test.each([
    [['wait>=4'], '2,3,5'],
    [['wait>=4', 'wait<60'], '2,3'],
    [['state=chan send'], '1,2'],
    [['state!=chan send'], '3,4,5'],
    [['class=io'], '5'],
    [['function~T\\)\\.Send$'], '1,2,3'],
    [['function!~Send'], '4,5'],
    [['creator=main.start', 'locked'], '3'],
    [['id=4'], '4'],
    [['leaked'], ''],
  ])('--where %s', (terms, ids) => {
    const keep = goroutineFilter(PROFILE, terms);
    const kept = Array.from({length: 5}, (_, row) => row).filter((row) => keep?.(row));
    expect(kept.map((row) => PROFILE.goroutines?.id[row]).join(',')).toBe(ids);
  });

  test.each(['colour=red', 'wait~4', 'state>4', 'nonsense', 'wait=soon'])(
    '--where %s is a mistake of usage',
    (term) => {
      expect(() => goroutineFilter(PROFILE, [term])).toThrow(expect.objectContaining({code: 'USAGE'}));
    },
  );
});
