/**
 * One group of goroutines as a row: how many, what they wait for, how long, where, started by whom. It opens to the stack
 * and the text of each.
 */
import {say} from '../../../src/base/language/say.ts';
import {button, fill, h} from '../../base/dom.ts';
import {formatCount, percent, safeText, shownName, waitText} from '../../base/text.ts';
import type {GoroutineFacet, GoroutineGroupRow, GoroutinesPayload} from '../../goroutine-payload.ts';
import type {App} from '../screen.ts';
import {ageBars} from './age-bars.ts';
import {RawGoroutine} from './raw-goroutine.ts';
import {ownFrame, type ShownGroup} from './shown-groups.ts';

/** What a row belongs to. */
export interface RowContext {
  readonly app: App;
  readonly input: number;
  readonly payload: GoroutinesPayload;
  /** The longest wait of the dump in minutes. */
  readonly longest: number;
  /** What the members of each group wait on together. */
  readonly shared: ReadonlyMap<number, readonly GoroutineFacet[]>;
  readonly isOpen: (index: number) => boolean;
  onToggle(index: number, isOpen: boolean): void;
  showInFlame(name: string): void;
  share(facet: GoroutineFacet): void;
  onGoroutine(id: number): void;
}

export function groupRow({fullCount, group, index}: ShownGroup, context: RowContext): HTMLElement {
  const {count, createdBy, stack} = group;
  const {isOpen, longest, onToggle, payload} = context;
  const name = ownFrame(stack);
  const bar = h('span', {class: 'bar', 'aria-hidden': 'true'});
  bar.style.width = `${(count / Math.max(1, payload.total)) * 100}%`;
  const body = h('div', {class: 'group-body'});
  const summary = h(
    'summary',
    {class: 'group-head'},
    h(
      'strong',
      {},
      formatCount(count),
      count < fullCount && h('span', {class: 'place'}, say` of ${formatCount(fullCount)}`),
    ),
    h('span', {class: 'number share'}, bar, h('span', {}, percent(count, payload.total))),
    h('span', {class: 'group-state'}, waitingFor(group, context.shared.get(index) ?? [])),
    h('span', {class: 'group-age'}, ageBars(group.waits, longest), h('span', {}, waitPhrase(group))),
    h('code', {title: safeText(name)}, shownName(name)),
    h('span', {class: 'place group-creator', title: safeText(createdBy)}, createdBy === '' ? '' : shownName(createdBy)),
  );
  const details = h('details', {}, summary, body);
  const fillBody = (): void => {
    if (body.childElementCount === 0) fill(body, bodyParts(group, name, context.shared.get(index) ?? [], context));
  };
  if (isOpen(index)) {
    details.open = true;
    fillBody();
  }
  details.addEventListener('toggle', () => {
    onToggle(index, details.open);
    if (details.open) fillBody();
  });
  return h('li', {class: 'group'}, details);
}

/** States, and the one lock or channel that most of them wait on. */
function waitingFor({count, states}: GoroutineGroupRow, shared: readonly GoroutineFacet[]): string {
  const texts = states
    .filter(({text}) => text !== '')
    .map((state) =>
      states.length === 1 ? safeText(state.text) : `${formatCount(state.count)} ${safeText(state.text)}`,
    );
  const [most] = shared;
  const on = most !== undefined && most.count * 2 > count ? ` · ${say(most.kind)} ${most.text}` : '';
  return `${texts.join(', ') || '–'}${safeText(on)}`;
}

function waitPhrase({waitMax, waitMedian, waitMin}: GoroutineGroupRow): string {
  if (waitMedian < 0) return '';
  return waitMin === waitMax
    ? waitText(waitMin)
    : `${waitText(waitMedian)} (${waitText(waitMin)} – ${waitText(waitMax)})`;
}

/** Stack and raw text are made when they are opened: a dump may have thousands of groups. */
function bodyParts(
  {createdBy, labels, memberEnd, memberStart, stack}: GoroutineGroupRow,
  name: string,
  shared: readonly GoroutineFacet[],
  {app, input, onGoroutine, payload, share, showInFlame}: RowContext,
): HTMLElement[] {
  const hasMembers = memberEnd > memberStart;
  const raw = hasMembers
    ? new RawGoroutine(app, input, payload.members, memberStart, memberEnd, onGoroutine)
    : undefined;
  raw?.show(memberStart, false);
  return [
    h(
      'p',
      {class: 'place'},
      [createdBy === '' ? '' : say`started by ${safeText(createdBy)}`, safeText(labels)]
        .filter((part) => part !== '')
        .join(' · '),
    ),
    h('pre', {class: 'stack', tabindex: 0}, stack.map(safeText).join('\n')),
    h(
      'div',
      {class: 'actions'},
      button(say('Show in flame'), () => showInFlame(name)),
      shared.map((facet) =>
        button(say`Same ${say(facet.kind)} ${safeText(facet.text)} (${formatCount(facet.count)})`, () => share(facet)),
      ),
    ),
    ...(raw === undefined ? [] : [raw.element]),
  ];
}
