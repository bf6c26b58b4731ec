import {expect, it} from 'vitest';
import {formatCount} from '../../../src/base/units.ts';
import {columnsOf, padded, wrapWords} from '../../../src/render/words/wrap.ts';

it('Chinese takes two columns a character, and a line ends between any two', () => {
  expect(columnsOf('等待 main.run')).toBe(13);
  expect(padded('等待', 6)).toBe('等待  ');
  expect(wrapWords('等待互斥锁的函数', 8)).toEqual(['等待互斥', '锁的函数']);
});

it('no line begins with punctuation, or breaks a name or the groups of a number', () => {
  expect(wrapWords('等待锁，释放', 6)).toEqual(['等待', '锁，释', '放']);
  expect(wrapWords(`共有 ${formatCount(19817)} 个`, 9)).toEqual(['共有', `${formatCount(19817)} 个`]);
  expect(wrapWords('位于 main.run 函数', 10)).toEqual(['位于', 'main.run', '函数']);
});
