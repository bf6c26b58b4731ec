/**
 * What the address chooses of the goroutines: one of them with its text, or those that share a thing.
 */
import {say} from '../../../src/base/language/say.ts';
import {button, h} from '../../base/dom.ts';
import {plural, safeText} from '../../base/text.ts';
import type {GoroutinesPayload} from '../../goroutine-payload.ts';
import type {App} from '../screen.ts';
import {facetKey, nounAlone} from './chips.ts';
import {RawGoroutine} from './raw-goroutine.ts';

export interface ChosenContext {
  readonly app: App;
  readonly input: number;
  /** What a member is called. */
  readonly noun: string;
  readonly payload: GoroutinesPayload;
  onGoroutine(id: number): void;
}

/** The goroutine that the address names, among those of its group. */
export function openedPart(context: ChosenContext, goroutine: string): HTMLElement | undefined {
  const {app, noun, payload} = context;
  const {groups, members} = payload;
  if (goroutine === '') return undefined;
  const member = members.id.indexOf(Number(goroutine));
  const group = groups.find(({memberEnd, memberStart}) => member >= memberStart && member < memberEnd);
  if (group === undefined)
    return h('p', {class: 'banner', role: 'status'}, say`There is no ${nounAlone(noun)} ${safeText(goroutine)}.`);
  const {memberEnd, memberStart} = group;
  const raw = rawText(context, memberStart, memberEnd);
  raw.show(member, false);
  const close = button('×', () => app.store.set({goroutine: ''}), {class: 'icon', 'aria-label': say('Close')});
  return h('div', {class: 'card quiet opened'}, close, raw.element);
}

/** Who shares what is chosen: the place, and the text of each. */
export function sharedPart(context: ChosenContext, sharing: string): HTMLElement | undefined {
  const {noun, payload} = context;
  const {facets, members} = payload;
  const facet = facets.find((candidate) => facetKey(candidate) === sharing);
  if (facet === undefined) return undefined;
  const raw = rawText(context, 0, members.id.length);
  raw.element.hidden = true;
  const ids = facet.members.map((member) =>
    button(
      String(members.id[member]),
      () => {
        raw.element.hidden = false;
        raw.show(member);
      },
      {class: 'link', 'aria-label': say`Goroutine ${members.id[member]}`},
    ),
  );
  return h(
    'div',
    {class: 'card quiet sharing'},
    h(
      'p',
      {},
      h('strong', {}, `${say(facet.kind)} ${safeText(facet.text)}`),
      ` · ${plural(facet.count, noun)}${facet.note === '' ? '' : ` · ${safeText(facet.note)}`}`,
    ),
    ids.length > 0 &&
      h(
        'p',
        {class: 'ids'},
        ids.flatMap((id) => [id, ' ']),
        facet.count > ids.length && h('span', {}, '…'),
      ),
    raw.element,
  );
}

function rawText({app, input, onGoroutine, payload}: ChosenContext, start: number, end: number): RawGoroutine {
  return new RawGoroutine(app, input, payload.members, start, end, onGoroutine);
}
