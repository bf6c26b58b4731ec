/** A chip for each filter, and for a pivot, that takes it off again; loaded with the first of them. */
import {say} from '../../src/base/language/say.ts';
import {button} from '../base/dom.ts';
import {safeText, shownName, value} from '../base/text.ts';
import type {Filter} from '../protocol.ts';
import {pivotTitle} from '../screens/flame/request.ts';
import type {Store} from '../state.ts';

export function filterChips(store: Store): readonly (HTMLElement | false)[] {
  const {state} = store;
  const without = (filter: Filter): void =>
    store.set({filters: store.state.filters.filter((other) => other !== filter), zoom: 0});
  const pivot = state.screen === 'flame' ? pivotTitle(state) : '';
  return [
    pivot !== '' && button(`${pivot} ×`, () => store.set({mode: 'down', pivot: '', zoom: 0}), {class: 'chip'}),
    ...state.filters.map((filter) =>
      button(`${filter.kind}: ${filterText(filter)} ×`, () => without(filter), {
        class: 'chip',
        title: safeText(filter.text),
        'aria-label': say`Remove ${filter.kind} ${filterText(filter)}`,
      }),
    ),
    state.filters.length > 1 && button(say('Reset all'), () => store.set({filters: [], zoom: 0}), {class: 'chip'}),
  ];
}

/** A pattern that matches one full name as that name, a label's number in its unit; others as typed. */
function filterText({kind, text}: Filter): string {
  if (kind !== 'tag') return plainName(text, shownName);
  const [, key = '', pattern = text] = /^([^=]+=)(.*)$/.exec(text) ?? [];
  const number = /^(\d+)([a-z]+)$/i.exec(pattern);
  return key + (number === null ? plainName(pattern, safeText) : value(Number(number[1]), number[2]));
}

function plainName(pattern: string, shown: (name: string) => string): string {
  const inner = /^\^(.*)\$$/.exec(pattern)?.[1];
  return inner === undefined ? safeText(pattern) : shown(inner.replace(/\\(.)/g, '$1'));
}
