/**
 * The first screen: what is wrong, who is responsible, what to do; or what was checked when nothing was found.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import {memberNoun} from '../../src/model/dump-kind.ts';
import type {Finding} from '../../src/model/finding.ts';
import {button, type Child, fill, h} from '../base/dom.ts';
import {formatCount, plural, safeText, shownName, value, waitText} from '../base/text.ts';
import {canCompare} from '../inputs.ts';
import {pageSeries} from '../moments.ts';
import type {Diagnosed, InputSummary} from '../protocol.ts';
import {isComparison} from './compare/pair.ts';
import {evidencePart, flameOf, jump, showFrame} from './finding-evidence.ts';
import {findingPicture, shareOf} from './finding-picture.ts';
import type {RareNotes} from './rare-notes.ts';
import type {App, Screen} from './screen.ts';
import {SEVERITY} from './severity.ts';

const CERTAINTY: Readonly<Record<Finding['evidenceLevel'], string>> = {
  proven: sayLater('proven: stated by the runtime, or by arithmetic'),
  likely: sayLater('likely: several facts agree'),
  possible: sayLater('possible: one fact only, or poor data'),
};

export function findingsScreen(app: App, {checks, findings, seenIn, suppressed}: Diagnosed): Screen {
  const element = h('section', {class: 'screen findings', 'aria-labelledby': 'findings-title'});
  const {failures, inputs} = app.opened;
  const serious = findings.flatMap(({severity}, index) => (severity === 'info' ? [] : [seenIn[index]]));
  const bad = serious.length;
  const isEmpty = inputs.every(({samples}) => samples === 0);
  const found = bad === 0 ? say('No trouble found') : findingsHeading(app, serious);
  const heading = isEmpty ? say('No samples to analyze') : found;
  const title = h('h1', {id: 'findings-title', tabindex: -1}, heading);
  const list = h(
    'div',
    {class: 'cards'},
    findings.map((finding, index) => card(app, finding, seenIn[index])),
  );
  drawGrowth(app, findings, seenIn, list);
  fill(element, [
    title,
    ...failures.map((each) => explained(app, h('p', {class: 'banner bad'}), (part) => part.failureText(each))),
    ...inputs.flatMap((input, index) => warnings(app, input, app.names[index])),
    list,
    bad === 0 && (isEmpty ? nothingToJudge(app) : checked(checks)),
    h('h2', {}, inputs.length === 1 ? say('The profile') : say('The profiles')),
    ...inputs.map((input, index) => summary(app, input, index)),
    suppressed.length > 0 &&
      explained(app, h('details', {class: 'card quiet'}), (part) => part.suppressedStacks(suppressed)),
  ]);
  return {element, update: () => undefined, focus: () => title.focus()};
}

/** Of a comparison, whether what is wrong before is still wrong after. */
function findingsHeading({names, opened}: App, serious: readonly (readonly number[])[]): string {
  const count = serious.length === 1 ? say('1 finding') : say`${formatCount(serious.length)} findings`;
  if (!isComparison(opened)) return count;
  const [before, after] = names;
  if (serious.some((inputs) => inputs.includes(1))) return count;
  return serious.every((inputs) => inputs.includes(0)) ? say`${count} in ${before}, gone in ${after}` : count;
}

/** Which of several inputs show the finding, and which of the same kind do not. */
function inputsLine({names, opened: {inputs}}: App, seenIn: readonly number[]): HTMLElement | undefined {
  if (inputs.length < 2 || seenIn.length === 0) return undefined;
  const kinds = new Set(seenIn.map((input) => inputs[input].comparableKind));
  const others = [...inputs.keys()].filter((i) => !seenIn.includes(i) && kinds.has(inputs[i].comparableKind));
  const list = (chosen: readonly number[]): string => chosen.map((input) => names[input]).join(', ');
  const without = others.length === 0 ? '' : say` · not in ${list(others)}`;
  return h('p', {class: 'place seen-in'}, say`in ${list(seenIn)}${without}`);
}

/** Where there is more than one moment; its code loads after the rest is there. */
function drawGrowth(app: App, findings: Diagnosed['findings'], seenIn: Diagnosed['seenIn'], list: HTMLElement): void {
  const {inputs} = app.opened;
  const isRepeated = inputs.some(
    ({comparableKind: kind}, i) => inputs.findIndex((o) => o.comparableKind === kind) !== i,
  );
  if (findings.length === 0 || !canCompare() || (!isRepeated && pageSeries() === undefined)) return;
  import('./finding-growth.ts').then((part) => part.drawGrowth(app, findings, seenIn, [...list.children]), app.fail);
}

function warnings(app: App, input: InputSummary, name: string): HTMLElement[] {
  const lines: HTMLElement[] = input.warnings.map(({code, message}) =>
    h('p', {class: 'banner'}, `${name}: ${safeText(message)} (${code})`),
  );
  if (input.unsymbolizedShare > 0.5) {
    lines.push(explained(app, h('p', {class: 'banner'}), ({withoutNames}) => withoutNames(name)));
  }
  return lines;
}

function card(app: App, finding: Finding, seenIn: readonly number[]): HTMLElement {
  const since = sinceText(finding);
  const {icon, word} = SEVERITY[finding.severity];
  const {culprit, resource} = finding;
  return h(
    'article',
    {class: `card ${finding.severity}`},
    h(
      'p',
      {class: 'severity'},
      h('span', {}, h('span', {'aria-hidden': 'true'}, `${icon} `), say(word)),
      h('span', {class: 'certainty'}, ...certainty(finding.evidenceLevel)),
      since !== '' && h('span', {class: 'since'}, since),
      h('strong', {class: 'share'}, shareOf(finding)),
    ),
    h('h2', {}, safeText(finding.title)),
    findingPicture(finding, (name, fact) => showFrame(app, {finding, seenIn}, fact, name)),
    inputsLine(app, seenIn),
    h('p', {}, safeText(finding.why)),
    h(
      'p',
      {class: 'culprit'},
      h('code', {title: safeText(culprit.function)}, shownName(culprit.function)),
      h('span', {class: 'place'}, safeText(placeOf(culprit))),
    ),
    resource !== undefined &&
      h(
        'p',
        {class: 'resource'},
        say('Kubernetes resource: '),
        h(
          'strong',
          {},
          safeText(`${resource.group === '' ? '' : `${resource.group}/`}${resource.version} ${resource.kind}`),
        ),
      ),
    h('h3', {}, say('What to do')),
    h(
      'ol',
      {},
      finding.advice.map((step) => h('li', {}, withCode(step))),
    ),
    evidencePart(app, finding, seenIn),
    h(
      'p',
      {class: 'actions'},
      button(say('Show in flame'), () => jump(app, culprit.function, flameOf(culprit.function))),
      button(say('Show in table'), () =>
        jump(app, culprit.function, {screen: 'table', name: culprit.function, query: '', sort: 'total'}),
      ),
    ),
    finding.references.length > 0 &&
      h(
        'p',
        {class: 'references'},
        say('See '),
        finding.references.flatMap((url, i) => [
          i > 0 && ' · ',
          h('a', {href: safeUrl(url), rel: 'noreferrer', target: '_blank'}, safeText(url)),
        ]),
      ),
  );
}

/** One to three dots, and the words. */
function certainty(level: Finding['evidenceLevel']): Child[] {
  const dots = {proven: '●●●', likely: '●●○', possible: '●○○'};
  return [h('span', {class: 'dots', 'aria-hidden': 'true'}, dots[level]), say(CERTAINTY[level])];
}

/** How long it has been so, '' where the input does not say. */
function sinceText({evidence}: Finding): string {
  const waiting = evidence.find(({label, unit}) => label === 'waiting' && unit === 'minutes');
  return waiting === undefined ? '' : say`for at least ${waitText(Number(waiting.value))}`;
}

function placeOf({file, line, package: home}: Finding['culprit']): string {
  const at = file === undefined || line === undefined ? file : `${file}:${line}`;
  return [home, at].filter((part) => part !== undefined && part !== '').join(' · ');
}

/** Commands stand between backquotes. */
function withCode(text: string): Child[] {
  return safeText(text)
    .split('`')
    .map((part, i) => (i % 2 === 1 ? h('code', {}, part) : part));
}

function safeUrl(url: string): string | undefined {
  return /^https:\/\//.test(url) ? url : undefined;
}

/** An empty profile is no sign of health. */
function nothingToJudge(app: App): HTMLElement {
  return h(
    'div',
    {class: 'card quiet'},
    explained(app, h('p'), ({withoutSamples}) => withoutSamples()),
  );
}

/** An element whose content few profiles need: its code loads when one does. */
function explained(app: App, element: HTMLElement, content: (notes: RareNotes) => string | Node): HTMLElement {
  import('./rare-notes.ts').then(({RARE_NOTES}) => element.append(content(RARE_NOTES)), app.fail);
  return element;
}

function checked(checks: Diagnosed['checks']): HTMLElement {
  return h(
    'div',
    {class: 'card quiet'},
    h('p', {}, say('Checked for:')),
    h(
      'ul',
      {class: 'checks'},
      checks.map((check) => h('li', {}, say(check))),
    ),
  );
}

function summary(app: App, input: InputSummary, index: number): HTMLElement {
  const facts = [
    say`${input.kind} profile`,
    input.goroutines > 0 ? plural(input.goroutines, memberNoun(input.kind)) : plural(input.samples, sayLater('sample')),
    ...(input.time === '' ? [] : [input.time.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')]),
    ...(input.durationSeconds > 0 ? [say`over ${value(input.durationSeconds, 'seconds')}`] : []),
  ];
  return h(
    'div',
    {class: 'card quiet summary'},
    h('h3', {title: safeText(input.name)}, app.names[index]),
    h('p', {}, facts.join(' · ')),
    h(
      'table',
      {},
      h('caption', {class: 'visually-hidden'}, say('Totals by sample type')),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', {scope: 'col'}, say('sample type')),
          h('th', {scope: 'col', class: 'number'}, say('total')),
        ),
      ),
      h(
        'tbody',
        {},
        input.sampleTypes.map(({total, totalText, type, unit}) =>
          h(
            'tr',
            {},
            h(
              'td',
              {},
              button(
                type === '' ? say('unnamed') : safeText(type),
                () => app.store.set({screen: 'flame', input: index, type, zoom: 0}),
                {class: 'link'},
              ),
            ),
            h('td', {class: 'number', 'data-total': totalText, title: `${totalText} ${unit}`}, value(total, unit)),
          ),
        ),
      ),
    ),
  );
}
