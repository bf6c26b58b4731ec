import {expect, it} from 'vitest';
import {languageOf} from '../../src/cli/options/language.ts';
import {pprofx, pprofxLines} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const INCIDENTS = [
  {path: 'deletecollection-leak/goroutine-before.pb.gz', says: '卡在 channel 发送上'},
  {path: 'replicaset-flood/heap-before.pb.gz', says: '反序列化出来的 apps/v1 ReplicaSet 对象'},
  {path: 'nodeips-hot/cpu-before.pb.gz', says: 'ipvs.(*realIPGetter).NodeIPs 占 CPU 时间的 76%'},
];

/** Numbers with their units, as both languages print them. */
function numbersOf(text: string): string[] {
  return (text.match(/\d[\d.\u202f]*(?: ?%|[kMGT]?B|m?s)?/g) ?? []).sort();
}

it.each(INCIDENTS)('$path speaks Chinese, with the numbers of the English', ({path, says}) => {
  const english = pprofx(['analyze', '--lang', 'en', samplePath(path)]).stdout;
  const chinese = pprofx(['analyze', '--lang', 'zh', samplePath(path)]).stdout;
  expect(chinese).toContain(says);
  expect(numbersOf(chinese)).toEqual(numbersOf(english));
  // Whole sentences of English are left only where a name or a command stands.
  expect(chinese.replace(/^ {15,}.*$/gm, '')).not.toMatch(/\b(?:the|of|is|are|goes)\b/);
});

it('hides the same names in a Chinese report as in an English one', () => {
  const args = (lang: string): string[] => ['analyze', '--redact', '--lang', lang, samplePath(INCIDENTS[1].path)];
  const [english, chinese] = [pprofx(args('en')).stdout, pprofx(args('zh')).stdout];
  const names = (text: string): string[] => text.match(/\b[\w*()]+\.[\w*().]*\w/g) ?? [];
  expect(chinese).toContain('反序列化出来的 apps/v1 ReplicaSet 对象');
  expect(new Set(names(chinese))).toEqual(new Set(names(english)));
});

it('JSON is English in every language', () => {
  const [{path}] = INCIDENTS;
  const args = (lang: string): string[] => ['analyze', '--format', 'json', '--lang', lang, samplePath(path)];
  expect(pprofx(args('zh')).stdout).toBe(pprofx(args('en')).stdout);
});

it('the environment chooses, and --lang before it', () => {
  const file = samplePath(INCIDENTS[0].path);
  const lines = [
    ['analyze', file],
    ['analyze', '--lang', 'en', file],
  ];
  const [fromLocale, asked] = pprofxLines(lines, {...process.env, LC_ALL: 'zh_CN.UTF-8'});
  expect(fromLocale.stdout).toContain('发现一处问题');
  expect(asked.stdout).toContain('One cause of trouble');
});

it.each([
  [{LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8'}, 'zh'],
  [{LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'C'}, 'zh'],
  [{LANG: 'zh_SG.UTF-8'}, 'zh'],
  [{LANG: 'zh_TW.UTF-8'}, 'en'],
  [{LC_ALL: 'C', LANG: 'zh_CN.UTF-8'}, 'en'],
  [{}, 'en'],
])('%j is %s', (environment, language) => {
  expect(languageOf({}, 'text', environment)).toBe(language);
});
