import {afterEach, expect, it} from 'vitest';
import {patternHash, useCatalogue, withoutCode} from '../../../src/base/language/catalogue.ts';
import {say, sayLater} from '../../../src/base/language/say.ts';

/** A catalogue as the build writes it. */
function useTranslations(translations: Readonly<Record<string, string>>): void {
  const patterns = Object.keys(translations);
  useCatalogue([patterns.map(patternHash).join(''), ...Object.values(translations)].join('\n'));
}

afterEach(() => useCatalogue(undefined));

it('without a catalogue a template is what it says', () => {
  expect(say`${12} of ${'main.run'}`).toBe('12 of main.run');
  expect(say('plain')).toBe('plain');
});

it('a translation may put the values in another order', () => {
  useTranslations({'{0} of {1}': '{1} 中的 {0}'});
  expect(say`${12} of ${'main.run'}`).toBe('main.run 中的 12');
});

it('code between backquotes stays, with the values in it', () => {
  useTranslations({'Count them: ``; now': '统计：``；马上'});
  expect(say`Count them: \`kubectl get ${'pods'} -A\`; now`).toBe('统计：`kubectl get pods -A`；马上');
});

it('a constant is translated where it is said, once', () => {
  useTranslations({waits: '等待', 等待: 'wrong'});
  const constant = sayLater('waits');
  expect(constant).toBe('waits');
  expect(say(constant)).toBe('等待');
  expect(say(say(constant))).toBe('等待');
});

it('braces of a value are no placeholders', () => {
  useTranslations({'{0} and {1}': '{0} 和 {1}'});
  expect(say`${'{1}'} and ${'map{0}'}`).toBe('{1} 和 map{0}');
});

it('what has no translation stays English', () => {
  useTranslations({waits: '等待'});
  expect(say`${3} more`).toBe('3 more');
});

it('code is no part of what is translated', () => {
  expect(withoutCode('run `a b` or `c`; then')).toBe('run `` or ``; then');
  expect(patternHash('run `a`')).toBe(patternHash('run `b`'));
  expect(patternHash('run `a`')).not.toBe(patternHash('run a'));
  expect(patternHash('run')).toMatch(/^[0-9a-z]{5}$/);
});

it('a catalogue that is taken back leaves English', () => {
  useTranslations({waits: '等待'});
  useCatalogue(undefined);
  expect(say('waits')).toBe('waits');
});

it('a space stands between Chinese and Latin, and none beside Chinese and its punctuation', () => {
  useTranslations({'{0} {1}': '{0} {1}', 'by {0}': '来自{0}', '{0} of it': '其中{0}是它', '{0}. {1}': '{0}。 {1}'});
  expect(say`${'线程'} ${'在等'}`).toBe('线程在等');
  expect(say`${'thread'} ${'在等'}`).toBe('thread 在等');
  expect(say`${'main'} ${'waits'}`).toBe('main waits');
  expect(say`by ${'main.run'}`).toBe('来自 main.run');
  expect(say`by ${'服务'}`).toBe('来自服务');
  expect(say`${'76 %'} of it`).toBe('其中 76 % 是它');
  expect(say`${'等待'}. ${'main'}`).toBe('等待。main');
});
