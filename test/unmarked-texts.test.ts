/**
 * What people read goes through `say`: a phrase in the page, or in what `analyze`, `diff` and `explain --why-not` print, that
 * does not is English in a Chinese report. docs/languages.md says how to mark one.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseSync, Visitor} from 'vite';
import {expect, it} from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const SOURCES = [
  'viewer',
  'src/analysis',
  'src/detectors',
  'src/render/words',
  ...['analysis', 'diff', 'finding', 'processes', 'series', 'summary', 'suspicion'].map(
    (name) => `src/render/text/${name}.ts`,
  ),
  ...['analysis', 'diff', 'processes'].map((name) => `src/render/markdown/${name}.ts`),
  ...['diff', 'findings'].map((name) => `src/render/html/${name}.ts`),
  ...['diagnose', 'growth', 'report'].map((name) => `src/cli/case/${name}.ts`),
  'src/cli/knowledge/explanations.ts',
  'src/incident/manifest.ts',
];

/** Two words beside each other, after values and tags of HTML are gone. */
const PHRASE = /[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}/;

/** Phrases that stay as they are: file, what its phrases look like, and why. */
const KEPT: readonly (readonly [file: string, phrase: RegExp, reason: string])[] = [
  ['viewer/flame/label-writer.ts', /system-ui/, 'a font'],
  [
    'viewer/screens/finding-',
    /^(?:created by|waits in|suspected holder|holder candidate)$/,
    'labels of evidence, compared',
  ],
  ['src/analysis/filters/created-by.ts', /^created by$/, 'as a traceback prints it'],
  ['viewer/screens/lazy-screen.ts', /^screen waiting$/, 'classes'],
  ['viewer/screens/goroutines/wait-histogram.ts', /^wait-bar chosen$/, 'classes'],
  ['src/analysis/blocking/shared-waits.ts', /^wait group$/, 'a kind, which the page says where it shows it'],
  ['viewer/screens/frame-text.ts', /^pprofx top --cum/, 'a command'],
  ['viewer/shell/empty-page.ts', /^kubectl /, 'a command'],
  [
    'viewer/site/',
    /address|^no answer|^the server answered|^more than|^Not opened/,
    'runs before the page knows its language',
  ],
  ['viewer/worker/bundle/', /./, 'what of an archive cannot be read, as the command line prints it'],
  ['viewer/worker/loading/failure.ts', /^(?:at byte|in line)$/, 'where an error is, as the command line prints it'],
  ['viewer/worker/lazy/', /^this is no format|\((?:text|OTLP)\)$|^a format of/, 'formats, named in errors'],
  [
    'viewer/worker/lazy/kernel.ts',
    /^(?:Threads wait|A CPU is stuck)/,
    'titles of detectors, which are said where they are shown',
  ],
  ['src/analysis/compare/verdict.ts', /^new trouble$/, 'a verdict as JSON has it'],
  ['src/analysis/goroutines/filter.ts', /^state, class|^fields are/, 'the error for --where'],
  ['src/analysis/goroutines/', /^\((?:nil chan|no frames)\)$/, 'as the runtime prints it'],
  ['src/analysis/profiles/', /./, 'merging and redaction: names of the runtime, and words of files'],
  ['src/analysis/tree/prune.ts', /frames|anonymous namespace/, 'what a file says that it should not'],
  ['src/analysis/tree/tree.ts', /^frames deeper than$/, 'the name of a frame, as other tools see it'],
  ['src/detectors/kernel-lockup.ts', /^(?:soft lockup|hard lockup|RCU stall)$/, 'names that the kernel prints'],
  ['src/render/words/report-heading.ts', /./, 'the heading of go tool pprof'],
  [
    'src/cli/knowledge/explanations.ts',
    /^Did you mean|^## Limits|^(?:at least|at most|fixed in)$/,
    'explain of an id, and errors',
  ],
];

interface Phrase {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

function filesOf(source: string): string[] {
  if (source.endsWith('.ts')) return [source];
  const names = readdirSync(join(ROOT, source), {recursive: true, encoding: 'utf8'});
  return names.filter((name) => name.endsWith('.ts')).map((name) => `${source}/${name}`);
}

/** Callees whose strings nobody reads: selectors, classes, and what developers see. */
const UNREAD = /^(?:closest|failure|matches|matchMedia|querySelector|querySelectorAll|say|sayLater)$/;

/** Phrases of one source that reach no `say`. */
function unmarked(file: string, source: string): Phrase[] {
  const {program} = parseSync(file, source, {sourceType: 'module'});
  const read: {readonly start: number; readonly end: number}[] = [];
  const found: {readonly start: number; readonly end: number; readonly text: string}[] = [];
  const visitor = new Visitor({
    TaggedTemplateExpression({quasi, tag}) {
      if (tag.type === 'Identifier' && tag.name === 'say') read.push({start: quasi.start, end: quasi.start + 1});
    },
    CallExpression({arguments: given, callee}) {
      const name =
        callee.type === 'Identifier'
          ? callee.name
          : callee.type === 'MemberExpression' && 'name' in callee.property
            ? callee.property.name
            : '';
      if (UNREAD.test(String(name)))
        read.push(...given.filter(({type}) => type === 'Literal' || type === 'TemplateLiteral'));
    },
    Property({key, value}) {
      if (!('name' in key)) read.push(key);
      if ('name' in key && (key.name === 'class' || key.name === 'className')) read.push(value);
    },
    AssignmentExpression({left, right}) {
      if (left.type === 'MemberExpression' && 'name' in left.property && left.property.name === 'className')
        read.push(right);
    },
    BinaryExpression({left, operator, right}) {
      if (/^[!=]==$/.test(operator)) read.push(left, right);
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name.endsWith('Error')) read.push(node);
    },
    ImportDeclaration: (node) => void read.push(node),
    TSLiteralType: (node) => void read.push(node),
    Literal({end, start, value}) {
      if (typeof value === 'string') found.push({start, end, text: value});
    },
    TemplateLiteral({end, quasis, start}) {
      found.push({start, end, text: quasis.map(({value}) => value.cooked ?? '').join('\0')});
    },
  });
  visitor.visit(program);
  const isRead = (at: number): boolean => read.some(({end, start}) => at >= start && at < end);
  return found.flatMap(({start, text}) => {
    const plain = text.replace(/<[^>]*>/g, '\0').trim();
    if (!PHRASE.test(plain) || isRead(start)) return [];
    return [{file, line: source.slice(0, start).split('\n').length, text: plain.replaceAll('\0', '').trim()}];
  });
}

it('no phrase reaches a reader past the catalogue', () => {
  const phrases = SOURCES.flatMap(filesOf).flatMap((file) => unmarked(file, readFileSync(join(ROOT, file), 'utf8')));
  const isKept = ({file, text}: Phrase): boolean =>
    KEPT.some(([path, kept]) => file.startsWith(path) && kept.test(text));
  expect(phrases.filter((phrase) => !isKept(phrase))).toEqual([]);
  const unused = KEPT.filter(
    ([path, kept]) => !phrases.some(({file, text}) => file.startsWith(path) && kept.test(text)),
  );
  expect(unused).toEqual([]);
});

it('says why each is kept', () => {
  expect(KEPT.filter(([, , reason]) => reason.length < 5)).toEqual([]);
});

it('finds phrases in strings and templates, and none in what is marked, compared or a class', () => {
  const source = `
    import x from 'a b c';
    const a = ['two words', \`\${n} more words\`, \`<b class="one two">\${n}</b>\`];
    say('marked words'); say\`\${n} marked words\`; const later = sayLater('marked words');
    if (a === 'compared words' || node.matches('a selector here')) h('p', {class: 'one two'}, 'shown words');
    throw new Error('for developers only');`;
  expect(unmarked('x.ts', source).map(({line, text}) => [line, text])).toEqual([
    [3, 'two words'],
    [3, 'more words'],
    [5, 'shown words'],
  ]);
});
