/**
 * One group of goroutines as a card: how many, in which state, for how long, where, and the text of each.
 */
import {button, h} from '../../base/dom.ts';
import {formatCount, plural, safeText, shownName, waitText} from '../../base/text.ts';
import type {GoroutineGroupRow, GoroutinesPayload} from '../../protocol.ts';
import type {App} from '../screen.ts';
import {RawGoroutine} from './raw-goroutine.ts';
import type {ShownGroup} from './shown-groups.ts';

const SHOWN_FRAMES = 3;

/** What a card belongs to. */
export interface CardContext {
  readonly app: App;
  readonly input: number;
  readonly payload: GoroutinesPayload;
  showInFlame(name: string): void;
}

export function groupCard({fullCount, group}: ShownGroup, context: CardContext): HTMLElement {
  const {count, createdBy, labels, stack} = group;
  const telling = tellingFrames(stack);
  return h(
    'li',
    {class: 'card quiet group'},
    h(
      'p',
      {class: 'group-head'},
      h('strong', {}, formatCount(count)),
      count < fullCount && h('span', {class: 'place'}, `of ${formatCount(fullCount)}`),
      h('span', {}, [...stateTexts(group), waitPhrase(group)].filter((part) => part !== '').join(' · ')),
    ),
    h(
      'p',
      {class: 'group-frames'},
      telling.map((name) => h('code', {title: safeText(name)}, shownName(name))),
    ),
    createdBy !== '' && h('p', {class: 'place', title: safeText(createdBy)}, `started by ${shownName(createdBy)}`),
    labels !== '' && h('p', {class: 'place'}, safeText(labels)),
    stackPart(group, telling[0], context),
  );
}

/** The first frames that are not the runtime's own. */
export function tellingFrames(stack: readonly string[]): readonly string[] {
  const first = stack.findIndex((name) => !/^(runtime|internal\/poll|sync|syscall)[./]/.test(name));
  return stack.slice(Math.max(0, first), Math.max(0, first) + SHOWN_FRAMES);
}

function stateTexts({states}: GoroutineGroupRow): string[] {
  return states
    .filter(({text}) => text !== '')
    .map(({count, text}) => (states.length === 1 ? safeText(text) : `${formatCount(count)} ${safeText(text)}`));
}

function waitPhrase({waitMax, waitMedian, waitMin}: GoroutineGroupRow): string {
  if (waitMedian < 0) return '';
  if (waitMin === waitMax) return `waiting ${waitText(waitMin)}`;
  return `waiting ${waitText(waitMin)} to ${waitText(waitMax)}, median ${waitText(waitMedian)}`;
}

/** Stack and raw text are made when they are opened: a dump may have thousands of groups. */
function stackPart(
  {memberEnd, memberStart, stack}: GoroutineGroupRow,
  name: string | undefined,
  {app, input, payload, showInFlame}: CardContext,
): HTMLElement {
  const body = h('div', {});
  const details = h('details', {}, h('summary', {}, `Stack, ${plural(stack.length, 'frame')}`), body);
  details.addEventListener('toggle', () => {
    if (!details.open || body.childElementCount > 0) return;
    const hasMembers = memberEnd > memberStart;
    const raw = hasMembers ? new RawGoroutine(app, input, payload.members, memberStart, memberEnd) : undefined;
    raw?.show(memberStart);
    body.append(
      h('pre', {class: 'stack', tabindex: 0}, stack.map(safeText).join('\n')),
      h('div', {class: 'actions'}, name === undefined ? [] : [button('Show in flame', () => showInFlame(name))]),
      ...(raw === undefined ? [] : [raw.element]),
    );
  });
  return details;
}
