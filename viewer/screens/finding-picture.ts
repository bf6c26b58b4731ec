/**
 * The evidence of a finding as small drawings: where on the path the culprit stands, since when its goroutines wait, which
 * part of the memory it holds, who holds a lock and who waits.
 *
 * All of it is in the finding, and its text is on the card: screen readers skip the drawings.
 */
import {packageOf} from '../../src/model/symbol.ts';
import {h} from '../base/dom.ts';
import {formatCount, safeText, shownName, value} from '../base/text.ts';
import type {Diagnosed} from '../protocol.ts';

type Finding = Diagnosed['findings'][number];
type Evidence = Finding['evidence'][number];

/** Frames of the path around the culprit. */
const CALLERS = 3;
const CALLEES = 2;
/** As the evidence draws arrivals, lowest first. */
const SPARKS = ' ▁▂▃▄▅▆▇█';

export function findingPicture(finding: Finding): HTMLElement | undefined {
  const {evidence} = finding;
  const of = (...labels: string[]): Evidence | undefined => evidence.find(({label}) => labels.includes(label));
  const drawings = [
    path(finding, of('created by')),
    ages(of('arrivals'), of('waiting')),
    parts(finding),
    lock(of('lock', 'waits in'), of('holder candidate', 'suspected holder'), of('waiters', 'waiting')),
  ].filter((drawing) => drawing !== undefined);
  return drawings.length === 0 ? undefined : h('div', {class: 'picture', 'aria-hidden': 'true'}, drawings);
}

/** `92%` out of `18 230 of 19 817, 92 %`, '' where the evidence has no share. */
export function shareOf({evidence}: Finding): string {
  const [, share = ''] = / of .*?, (\d[\d.]*) ?%/.exec(evidence[0]?.text ?? '') ?? [];
  return share === '' ? '' : `${share}%`;
}

/** Callers to the left, callees to the right; without what the runtime does at the end. */
function path({culprit, evidence}: Finding, createdBy: Evidence | undefined): HTMLElement | undefined {
  const stack = evidence.find((each) => each.stack?.includes(culprit.function))?.stack?.toReversed() ?? [];
  const at = stack.indexOf(culprit.function);
  if (at < 0) return undefined;
  let end = stack.length;
  while (end > at + 1 && packageOf(stack[end - 1]) === 'runtime') end--;
  const from = Math.max(0, at - CALLERS);
  const to = Math.min(end, at + 1 + CALLEES);
  const creator = from === 0 && createdBy !== undefined ? shownName(String(createdBy.value)) : '';
  if (to - from < 2 && creator === '') return undefined;
  const frames = stack
    .slice(from, to)
    .map((name, i) => h('li', {class: from + i === at ? 'culprit-frame' : undefined}, shownName(name)));
  const more = (count: number): HTMLElement | false => count > 0 && h('li', {class: 'more'}, `+${count}`);
  const first = creator !== '' && h('li', {class: 'creator'}, `go ← ${creator}`);
  return h('ol', {class: 'path'}, first, more(from), frames, more(end - to));
}

/** Goroutines by when they began to wait, the oldest first. */
function ages(arrivals: Evidence | undefined, waiting: Evidence | undefined): HTMLElement | undefined {
  if (arrivals === undefined || waiting === undefined) return undefined;
  const bars = [...String(arrivals.value)].map((char) =>
    sized(h('i', {}), Math.max(0, SPARKS.indexOf(char)) / (SPARKS.length - 1)),
  );
  const [, youngest, oldest = ''] = /^(.*?) to (.*?),/.exec(waiting.text ?? '') ?? [];
  return h(
    'div',
    {class: 'ages'},
    h('div', {class: 'bars'}, bars),
    h('p', {}, h('b', {}, `▸ ${safeText(oldest)} ago`), h('span', {}, `${safeText(youngest ?? '')} ago`)),
  );
}

/** The memory of the finding, and other kinds that it names, as parts of all. */
function parts({evidence, resource}: Finding): HTMLElement | undefined {
  const [first] = evidence;
  const [, all = '', share] = / of (.*?), (\d[\d.]*) ?%/.exec(first?.text ?? '') ?? [];
  if (share === undefined || first.unit !== 'bytes' || typeof first.value !== 'number') return undefined;
  const whole = first.value / (Number(share) / 100);
  const others = evidence.filter(({label, unit}) => label.startsWith('also ') && unit === 'bytes');
  const kinds = [first, ...others].map((each) => ({...each, amount: Number(each.value)}));
  const bar = kinds.map(({amount}) => sized(h('i', {}), Math.min(1, amount / whole)));
  const names = kinds.map(({amount, label}, i) => {
    const kind = i === 0 && resource !== undefined ? resource.kind : label.replace(/^also /, '');
    return h('span', {}, `${safeText(kind)} ${value(amount, 'bytes')}`);
  });
  return h(
    'div',
    {class: 'parts'},
    h('div', {class: 'bar-of'}, bar),
    h('p', {}, names, h('span', {}, `of ${safeText(all)}`)),
  );
}

/** Who waits → the lock → who seems to hold it. */
function lock(what: Evidence | undefined, holder: Evidence | undefined, waiters: Evidence | undefined) {
  if (holder === undefined || waiters === undefined) return undefined;
  const [name = ''] = holder.stack ?? [];
  const node = (title: string, text: string): HTMLElement => h('li', {}, h('b', {}, title), text);
  return h(
    'ol',
    {class: 'lock'},
    node(formatCount(Number(waiters.value)), 'wait'),
    node('lock', what?.label === 'lock' ? String(what.value) : ''),
    node(shownName(name), 'seems to hold it'),
  );
}

function sized(element: HTMLElement, share: number): HTMLElement {
  element.style.setProperty('--size', String(share));
  return element;
}
