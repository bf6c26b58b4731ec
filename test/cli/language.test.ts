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

/** Sentences left in English; names, commands and what files are called are none. */
const ENGLISH = /\b(?:the|of|is|are|goes|with|more|before|after)\b/;

const PAIRS = [
  {name: 'deletecollection-leak/goroutine-debug2', ending: 'txt.gz', says: '已修复：goroutine（阻塞在'},
  {name: 'replicaset-flood/heap', ending: 'pb.gz', says: '已修复：'},
  {name: 'nodeips-hot/cpu', ending: 'pb.gz', says: '已修复：CPU 时间（ipvs.(*realIPGetter).NodeIPs）几乎消失'},
];

it.each(PAIRS)(
  'diff of $name speaks Chinese as text and Markdown, with the numbers of the English',
  ({ending, name, says}) => {
    const inputs = ['before', 'after'].map((side) => samplePath(`${name}-${side}.${ending}`));
    for (const format of ['text', 'markdown']) {
      const args = (lang: string): string[] => ['diff', '--lang', lang, '--format', format, ...inputs];
      const [english, chinese] = ['en', 'zh'].map((lang) => pprofx(args(lang)).stdout);
      expect(chinese.replaceAll('\\', '')).toContain(says);
      expect(numbersOf(chinese)).toEqual(numbersOf(english));
      expect(chinese.replace(/\S*(?:before|after)\.(?:pb|txt)\.gz\S*/g, '')).not.toMatch(ENGLISH);
    }
  },
);

it('a series and what kept a function out speak Chinese, with the numbers of the English', () => {
  const series = ['before', 'before', 'after'].map((side) => samplePath(`replicaset-flood/heap-${side}.pb.gz`));
  const lines = [
    ['diff', '--series', ...series],
    ['explain', samplePath('deletecollection-leak/goroutine-debug2-after.txt.gz'), '--why-not', 'ListAndWatch'],
  ];
  for (const line of lines) {
    const [english, chinese] = ['en', 'zh'].map((lang) => pprofx([...line, '--lang', lang]).stdout);
    expect(chinese).toMatch(/[\u3400-\u9fff]/);
    expect(numbersOf(chinese)).toEqual(numbersOf(english));
    expect(chinese.replace(/\S*(?:before|after)\.(?:pb|txt)\.gz\S*/g, '')).not.toMatch(ENGLISH);
  }
});

it('a folder of processes speaks Chinese as text and Markdown', () => {
  for (const format of ['text', 'markdown']) {
    const {stdout} = pprofx(['analyze', '--lang', 'zh', '--format', format, samplePath('nodeips-hot')]);
    expect(stdout).toMatch(/[\u3400-\u9fff]/);
    expect(stdout.replace(/^ {15,}.*$|\S*(?:before|after)\S*/gm, '')).not.toMatch(ENGLISH);
  }
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
