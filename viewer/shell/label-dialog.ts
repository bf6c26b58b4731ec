/**
 * Adds a filter by hand: any kind, any pattern; labels of the profile are offered.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import {button, fill, h} from '../base/dom.ts';
import {percent, safeText} from '../base/text.ts';
import type {FilterKind, LabelShare} from '../protocol.ts';
import {type App, subjectOf} from '../screens/screen.ts';

const KINDS: readonly (readonly [FilterKind, string])[] = [
  ['focus', sayLater('focus: only stacks with a matching frame')],
  ['ignore', sayLater('ignore: no stacks with a matching frame')],
  ['hide', sayLater('hide: remove matching frames')],
  ['show-from', sayLater('show from: cut stacks above a matching frame')],
  ['tag', sayLater('label: only samples with a matching label')],
];

export function showFilterDialog(app: App, first: FilterKind): void {
  const kind = h(
    'select',
    {id: 'filter-kind'},
    KINDS.map(([value, text]) => h('option', {value, selected: value === first}, say(text))),
  );
  const text = h('input', {id: 'filter-text', type: 'text', autocomplete: 'off', spellcheck: 'false'});
  const offers = h('ul', {class: 'offers', 'aria-label': say('Labels of the profile')});
  const offersTitle = h('p', {class: 'place', hidden: true}, say('or only samples with one of the labels:'));
  const problem = h('p', {class: 'problem', role: 'alert'});
  const add = async (filter: FilterKind, pattern: string): Promise<void> => {
    problem.textContent = await problemOf(app, filter, pattern);
    if (problem.textContent !== '') return;
    dialog.close();
    const {store} = app;
    if (pattern !== '') store.set({filters: [...store.state.filters, {kind: filter, text: pattern}], zoom: 0});
  };
  const form = h(
    'form',
    {
      method: 'dialog',
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void add(kind.value as FilterKind, text.value);
      },
    },
    h('p', {}, h('label', {for: 'filter-kind'}, say('Kind')), kind),
    h('p', {}, h('label', {for: 'filter-text'}, say('Regular expression')), text),
    problem,
    h(
      'p',
      {class: 'actions'},
      h('button', {type: 'submit'}, say('Add')),
      button(say('Cancel'), () => dialog.close()),
    ),
  );
  const dialog = h(
    'dialog',
    {'aria-labelledby': 'filter-title'},
    h('h2', {id: 'filter-title'}, say('Add a filter')),
    form,
    offersTitle,
    offers,
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  text.focus();
  app.client.request<LabelShare[]>({kind: 'labels', names: [], ...subjectOf(app, app.store.state)}).then(
    (labels) => {
      offersTitle.hidden = labels.length === 0;
      fill(
        offers,
        labels.map(({key, pattern, share, value}) =>
          h(
            'li',
            {},
            button(`${safeText(key)}=${safeText(value)} ${percent(share, 1)}`, () => add('tag', `${key}=${pattern}`)),
          ),
        ),
      );
    },
    () => undefined,
  );
}

/** What is wrong with a pattern, '' for nothing. Labels have a notation of their own, which the core checks. */
async function problemOf({client}: App, kind: FilterKind, pattern: string): Promise<string> {
  if (kind === 'tag') return '';
  return client.request({kind: 'match', pattern, names: []}).then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
