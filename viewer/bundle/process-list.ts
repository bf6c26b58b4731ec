/**
 * The processes of a bundle, the worst first: what is wrong with each, what was measured, and its moments.
 */
import type {Outlier} from '../../src/analysis/case/replicas.ts';
import {say, sayLater} from '../../src/base/language/say.ts';
import type {Severity} from '../../src/model/finding.ts';
import {button, type Child, h} from '../base/dom.ts';
import {formatCount, plural, safeText, value} from '../base/text.ts';
import type {BundleMoment, BundlePayload, BundleProcess} from '../bundle-payload.ts';
import {SEVERITY} from '../screens/severity.ts';
import type {Screen} from '../state.ts';

type Open = (shown: string, screen: Screen) => void;

/** Kinds that accumulate, so that two moments tell what grew. */
const COMPARED = [
  ['goroutine', sayLater('Compare goroutines')],
  ['heap', sayLater('Compare the heap')],
] as const;

export function processList(payload: BundlePayload, title: string, open: Open): HTMLElement {
  const {missing, processes, troubles} = {...payload, missing: payload.processes.flatMap(missingLines)};
  return h(
    'main',
    {class: 'start process-list', id: 'main'},
    h('h1', {}, heading(processes.length, title)),
    h('p', {class: 'place'}, foundText(payload)),
    payload.outliers.map((outlier) => h('p', {class: 'banner'}, outlierText(outlier))),
    h('div', {class: 'process-table'}, table(processes, open)),
    lines(say('Missing'), missing),
    lines(say('Not read'), troubles),
  );
}

function heading(count: number, title: string): string {
  return count === 1 ? say`1 process in ${title}` : say`${formatCount(count)} processes in ${title}`;
}

function missingLines({id, missing}: BundleProcess): string[] {
  return missing.map((line) => `${id}: ${line}`);
}

function lines(title: string, texts: readonly string[]): Child[] {
  if (texts.length === 0) return [];
  return [
    h('h2', {}, title),
    h(
      'ul',
      {},
      texts.map((text) => h('li', {}, safeText(text))),
    ),
  ];
}

function foundText({links, makers, others, profiles}: BundlePayload): string {
  const parts = [
    plural(profiles, sayLater('profile')),
    ...(makers.length === 0 ? [] : [say`made by ${makers.join(', ')}`]),
    ...(others === 0 ? [] : [say`${formatCount(others)} other files`]),
    ...(links === 0 ? [] : [say`${formatCount(links)} links, not followed`]),
  ];
  return parts.join(' · ');
}

function outlierText({group, id, measure, others, usual, value: amount}: Outlier): string {
  const [own, usually] = [amount, usual].map((each) => measured(measure, each));
  return say`${safeText(id)} differs from the ${others} others of ${safeText(group)}: ${own}, the others about ${usually}`;
}

function measured(measure: Outlier['measure'], amount: number): string {
  if (measure === 'heapBytes') return say`${value(amount, 'bytes')} of heap`;
  if (measure === 'cores') return say`${amount.toFixed(2)} cores`;
  return plural(Math.round(amount), 'goroutine');
}

function table(processes: readonly BundleProcess[], open: Open): HTMLElement {
  const titles = [sayLater('process'), sayLater('what is wrong'), sayLater('goroutines'), sayLater('heap')];
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        titles.map((title, i) => h('th', {scope: 'col', class: i > 1 ? 'number' : undefined}, say(title))),
      ),
    ),
    h(
      'tbody',
      {},
      processes.map((process, index) => row(process, index, open)),
    ),
  );
}

function row({findings, id, measures, moments, shown}: BundleProcess, index: number, open: Open): HTMLElement {
  const [first] = findings;
  const {goroutines, heapBytes} = measures;
  const name = safeText(id);
  const show = (): void => open(`bundle ${index} all ${shown}`, 'findings');
  return h(
    'tr',
    {},
    h('th', {scope: 'row'}, shown < 0 ? name : button(name, show, {class: 'link'}), momentLine(moments, index, open)),
    h(
      'td',
      {},
      first === undefined ? verdict(shown) : [mark(first.severity), ` ${safeText(first.title)}`, more(findings.length)],
    ),
    figure(say('goroutines'), goroutines === undefined ? '–' : formatCount(goroutines)),
    figure(say('heap'), heapBytes === undefined ? '–' : value(heapBytes, 'bytes')),
  );
}

/** Narrow screens have no heads of columns: there the title stands before the number. */
function figure(title: string, text: string): HTMLElement {
  return h('td', {class: 'number', 'data-title': title}, text);
}

function verdict(shown: number): string {
  return shown < 0 ? say('No profile can be read') : say('No trouble found');
}

function mark(severity: Severity): HTMLElement {
  const {icon, word} = SEVERITY[severity];
  return h('span', {class: `mark ${severity}`}, h('span', {'aria-hidden': 'true'}, `${icon} `), say(word));
}

function more(count: number): Child {
  return count > 1 && h('span', {class: 'place'}, ` ${say`and ${count - 1} more`}`);
}

/** Each moment opens; of goroutines and heap the first and the last are compared. */
function momentLine(moments: readonly BundleMoment[], index: number, open: Open): Child {
  if (moments.length < 2) return undefined;
  const last = moments.length - 1;
  const has = (moment: BundleMoment, kind: string): boolean => moment.files.some((file) => file.kind === kind);
  return h(
    'div',
    {class: 'moment-line'},
    moments.map((moment, i) =>
      button(momentText(moment, i), () => open(`bundle ${index} all ${i}`, 'findings'), {
        class: 'moment-choice',
        disabled: moment.files.length === 0,
      }),
    ),
    COMPARED.map(
      ([kind, title]) =>
        has(moments[0], kind) &&
        has(moments[last], kind) &&
        button(say(title), () => open(`bundle ${index} ${kind} 0 ${last}`, 'compare'), {class: 'moment-choice'}),
    ),
  );
}

function momentText({from, label, worst}: BundleMoment, index: number): string {
  const time = from === undefined ? '' : new Date(from).toISOString().slice(11, 19);
  const name = [label, time].filter((part) => part !== '').join(' ') || String(index + 1);
  return safeText(worst === undefined ? name : `${SEVERITY[worst].icon} ${name}`);
}
