/**
 * Chips over the groups of goroutines: states, and what goroutines share (a lock, a channel, a label).
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import {button, h} from '../../base/dom.ts';
import {formatCount, plural, safeText} from '../../base/text.ts';
import type {GoroutineFacet, GoroutinesPayload} from '../../goroutine-payload.ts';

/** How a facet is called in the address. */
export function facetKey({kind, text}: GoroutineFacet): string {
  return `${kind} ${text}`;
}

export function stateChips(
  {groups}: GoroutinesPayload,
  chosen: string,
  onChoose: (state: string) => void,
): HTMLElement | undefined {
  const counts = new Map<string, number>();
  for (const {states} of groups) for (const {count, text} of states) counts.set(text, (counts.get(text) ?? 0) + count);
  const chips = [...counts].filter(([text]) => text !== '').sort(([, a], [, b]) => b - a);
  if (chips.length === 0) return undefined;
  return h(
    'p',
    {class: 'chips', role: 'group', 'aria-label': say('States')},
    chips.map(([text, count]) => chip(text, count, `state ${text}`, text === chosen, () => onChoose(text))),
  );
}

/** `goroutine`, in languages where a noun beside a number has a word of its own. */
export function nounAlone(noun: string): string {
  const many = say(`${noun}s`);
  return many === `${noun}s` ? noun : many;
}

/** Kinds in the order they are shown, each under its own words. */
const TITLES: readonly (readonly [GoroutineFacet['kind'], string])[] = [
  [sayLater('lock'), sayLater('Same lock')],
  [sayLater('channel'), sayLater('Same channel')],
  [sayLater('condition'), sayLater('Same condition')],
  [sayLater('wait group'), sayLater('Same wait group')],
  [sayLater('semaphore'), sayLater('Same semaphore')],
  [sayLater('label'), sayLater('Labels')],
];

/** Past so many chips a kind is folded away. */
const OPEN_CHIPS = 8;

/**
 * @param noun      what the groups are of
 * @param onChoose  called with the facet's key, '' for none
 */
export function facetChips(
  {facets}: GoroutinesPayload,
  noun: string,
  chosen: string,
  onChoose: (key: string) => void,
): HTMLElement[] {
  return TITLES.flatMap(([kind, title]) => {
    const own = facets.filter((facet) => facet.kind === kind);
    if (own.length === 0) return [];
    const chips = own.map((facet) => {
      const key = facetKey(facet);
      const made = chip(facet.text, facet.count, key, key === chosen, () => onChoose(key === chosen ? '' : key));
      made.title = safeText([plural(facet.count, noun), facet.note].filter((part) => part !== '').join(' '));
      return made;
    });
    const row = h('p', {class: 'chips', role: 'group', 'aria-label': say(title)}, chips);
    const isOpen = own.length <= OPEN_CHIPS || own.some((facet) => facetKey(facet) === chosen);
    return [
      h(
        'details',
        {class: 'facets', open: isOpen},
        h('summary', {}, `${say(title)} (${formatCount(own.length)})`),
        row,
      ),
    ];
  });
}

function chip(text: string, count: number, key: string, isChosen: boolean, onClick: () => void): HTMLElement {
  const made = button(`${safeText(text)} `, onClick, {
    class: 'chip',
    'aria-pressed': isChosen ? 'true' : 'false',
    'data-key': key,
  });
  made.append(h('span', {class: 'count'}, formatCount(count)));
  return made;
}
