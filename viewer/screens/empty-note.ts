/**
 * What a screen says in place of numbers there are none of: why, and the way to some.
 */
import {say} from '../../src/base/language/say.ts';
import {button, h} from '../base/dom.ts';
import {safeText} from '../base/text.ts';
import {causeOf} from '../base/unreachable.ts';
import {type App, currentInput} from './screen.ts';

/** Filters hide everything, or the sample type holds nothing. */
export function emptyNote(app: App): HTMLElement {
  if (app.store.state.filters.length > 0) return withoutFilters(app, say('The filters exclude everything. '));
  const others = currentInput(app, app.store.state).sampleTypes.filter(({total}) => total !== 0);
  return h(
    'span',
    {},
    others.length === 0 ? say('This profile has no samples.') : say('This sample type has no values. These do: '),
    others.map(({type}) => button(safeText(type), () => app.store.set({type}))),
  );
}

/** An answer failed; a filter that is no pattern is the likeliest cause. */
export function failureNote(app: App, error: unknown): HTMLElement {
  const message = `${safeText(causeOf(error))}. `;
  return app.store.state.filters.length > 0 ? withoutFilters(app, message) : h('span', {}, message);
}

function withoutFilters({store}: App, text: string): HTMLElement {
  return h(
    'span',
    {},
    text,
    button(say('Remove all filters'), () => store.set({filters: [], zoom: 0})),
  );
}
