/**
 * The evidence of a finding as small drawings: where on the path the culprit stands, since when its goroutines wait, which
 * part of the memory it holds, who holds a lock and who waits.
 *
 * All of it is in the finding, and its text is on the card: screen readers skip the drawings.
 */
import {say} from '../../src/base/language/say.ts';
import {percent} from '../../src/base/units.ts';
import {enclosingFunction, packageOf} from '../../src/model/symbol.ts';
import {h} from '../base/dom.ts';
import {formatCount, safeText, shownName, value, waitText} from '../base/text.ts';
import type {Diagnosed} from '../protocol.ts';

type Finding = Diagnosed['findings'][number];
type Evidence = Finding['evidence'][number];

/** Frames of the path around the culprit. */
const CALLERS = 3;
const CALLEES = 2;
const NONE: Evidence = {label: '', value: 0};
/** Height of a bar of few beside many: still to be seen. */
const LOWEST = 0.06;

/** @param onFrame  called with the name of a frame that was pressed, and the piece of evidence that it is part of */
export function findingPicture(finding: Finding, onFrame: (name: string, fact: Evidence) => void): HTMLElement {
  const {evidence} = finding;
  const of = (...labels: string[]): Evidence | undefined => evidence.find(({label}) => labels.includes(label));
  const drawings = [
    ...paths(finding, of('created by'), onFrame),
    ages(of('arrivals'), of('waiting')),
    parts(finding),
    lock(of('lock', 'waits in'), of('holder candidate', 'suspected holder'), of('waiters', 'waiting')),
  ].filter((drawing) => drawing !== undefined);
  return h('div', {class: 'picture', 'aria-hidden': 'true'}, drawings);
}

/** `92%` of the first piece of evidence that is a part of something, '' where none is. */
export function shareOf({evidence}: Finding): string {
  const part = evidence.find(isPart);
  return part === undefined ? '' : percent(part.value / part.total);
}

function isPart(fact: Evidence): fact is Evidence & {readonly value: number; readonly total: number} {
  return typeof fact.value === 'number' && fact.total !== undefined && fact.total > 0;
}

/** Where a stack, leaf first, holds the culprit or the function that it is a closure of; -1 for nowhere. */
export function frameOfCulprit({culprit}: Finding, stack: readonly string[]): number {
  const at = stack.indexOf(culprit.function);
  const home = enclosingFunction(culprit.function);
  return at >= 0 ? at : stack.findIndex((name) => enclosingFunction(name) === home);
}

/** One path; of goroutines and the memory that they keep, both. */
function paths(
  finding: Finding,
  createdBy: Evidence | undefined,
  onFrame: (name: string, fact: Evidence) => void,
): (HTMLElement | undefined)[] {
  const facts = finding.evidence.filter(({stack}) => stack !== undefined && frameOfCulprit(finding, stack) >= 0);
  const waiting = facts.find(isOfGoroutines);
  const keeping = facts.find((fact) => !isOfGoroutines(fact));
  if (waiting === undefined || keeping === undefined) return [path(finding, facts[0], createdBy, onFrame)];
  return [
    titled(say('goroutines'), path(finding, waiting, createdBy, onFrame)),
    titled(say('memory'), path(finding, keeping, undefined, onFrame)),
  ];
}

function isOfGoroutines({unit}: Evidence): boolean {
  return unit === 'goroutines';
}

function titled(title: string, list: HTMLElement | undefined): HTMLElement | undefined {
  list?.prepend(h('li', {class: 'what'}, title));
  return list;
}

/** Callers to the left, callees to the right; of what the runtime does at the end only what says how they wait. */
function path(
  finding: Finding,
  fact: Evidence | undefined,
  createdBy: Evidence | undefined,
  onFrame: (name: string, fact: Evidence) => void,
): HTMLElement | undefined {
  if (fact?.stack === undefined) return undefined;
  const stack = fact.stack.toReversed();
  const at = stack.length - 1 - frameOfCulprit(finding, fact.stack);
  let end = stack.length;
  while (end > at + 1 && packageOf(stack[end - 1]) === 'runtime') end--;
  const from = Math.max(0, at - CALLERS);
  const creator = from === 0 && createdBy !== undefined ? shownName(String(createdBy.value)) : '';
  if (end === 1 && creator === '') end = Math.min(stack.length, 2);
  // Of what is far from its end, the end matters more than the next callee.
  const to = Math.min(end, at + (end > at + 1 + CALLEES ? CALLEES : CALLEES + 1));
  if (to - from < 2 && creator === '') return undefined;
  const frame = (name: string, isCulprit: boolean): HTMLElement =>
    h('li', {class: isCulprit ? 'culprit-frame' : undefined, onclick: () => onFrame(name, fact)}, shownName(name));
  const frames = stack.slice(from, to).map((name, i) => frame(name, from + i === at));
  const more = (count: number): HTMLElement | false => count > 0 && h('li', {class: 'more'}, `+${count}`);
  const first = creator !== '' && h('li', {class: 'creator'}, `go ← ${creator}`);
  const leaf = end > to && frame(stack[end - 1], false);
  return h('ol', {class: 'path'}, first, more(from), frames, more(end - to - 1), leaf);
}

/** Goroutines by when they began to wait, the oldest first. */
function ages({counts = []}: Evidence = NONE, waiting: Evidence | undefined): HTMLElement | undefined {
  if (counts.length === 0 || typeof waiting?.value !== 'number') return undefined;
  const most = counts.reduce((a, b) => Math.max(a, b));
  const [oldest, youngest] = [waiting.value, waiting.least ?? 0].map(waitText);
  return h(
    'div',
    {class: 'ages'},
    h(
      'div',
      {class: 'bars'},
      counts.map((count) => sized(h('i', {}), count === 0 ? 0 : Math.max(LOWEST, count / most))),
    ),
    h('p', {}, h('b', {}, `▸ ${say`${oldest} ago`}`), h('span', {}, say`${youngest} ago`)),
  );
}

/** The memory of the finding, and other kinds that it names, as parts of all. */
function parts({evidence, resource}: Finding): HTMLElement | undefined {
  const kinds = evidence.filter(isPart).filter(({unit}) => unit === 'bytes');
  const [first] = kinds;
  if (first === undefined) return undefined;
  const {total} = first;
  const bar = kinds.map((kind) => sized(h('i', {}), Math.min(1, kind.value / total)));
  const names = kinds.map((kind, i) => {
    const name = i === 0 && resource !== undefined ? resource.kind : say(kind.label);
    return h('span', {}, `${safeText(name)} ${value(kind.value, 'bytes')}`);
  });
  return h(
    'div',
    {class: 'parts'},
    h('div', {class: 'bar-of'}, bar),
    h('p', {}, names, h('span', {}, say`of ${value(total, 'bytes')}`)),
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
    node(formatCount(Number(waiters.value)), say('wait')),
    node(say('lock'), what?.label === 'lock' ? String(what.value) : ''),
    node(shownName(name), say('seems to hold it')),
  );
}

function sized(element: HTMLElement, share: number): HTMLElement {
  element.style.setProperty('--size', String(share));
  return element;
}
