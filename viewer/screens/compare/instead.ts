/**
 * What Compare offers where no two inputs measure the same: another one for each, and the functions that both name.
 */
import {say} from '../../../src/base/language/say.ts';
import {packageOf} from '../../../src/model/symbol.ts';
import {button, type Children, h} from '../../base/dom.ts';
import {percent, safeText, shownName, value} from '../../base/text.ts';
import type {TablePayload} from '../../protocol.ts';
import type {App} from '../screen.ts';

const MOST_SHARED = 20;

interface Shared {
  readonly name: string;
  /** Cumulative value in each of the two. */
  readonly values: readonly [number, number];
  readonly least: number;
}

/** Offers for each input. */
export function offers({names, opened: {inputs}, run, store}: App): HTMLElement {
  return h(
    'ul',
    {class: 'compare-offers'},
    inputs.map(({kind, sampleTypes, defaultSampleType}, input) => {
      const chosen = sampleTypes[defaultSampleType];
      const total = chosen === undefined ? '' : ` · ${value(chosen.total, chosen.unit)} ${chosen.type}`;
      return h(
        'li',
        {class: 'card quiet'},
        h('h2', {}, names[input]),
        h('p', {}, say`${kind} profile` + total),
        h(
          'p',
          {class: 'actions'},
          button(say`Open another ${kind} profile…`, () => run('open'), {class: 'primary'}),
          button(say('Findings'), () => store.set({screen: 'findings'})),
          button(say('Show in flame'), () => store.set({screen: 'flame', input, type: '', zoom: 0})),
        ),
      );
    }),
  );
}

/** Functions that both of the first two inputs name, by the smaller of their shares; shares compare where values do not. */
export async function sharedFunctions(app: App): Promise<Children> {
  const {client, names, opened, store} = app;
  const [left, right] = await Promise.all(
    [0, 1].map((input) =>
      client.request<TablePayload>({
        kind: 'table',
        input,
        sampleType: opened.inputs[input].defaultSampleType,
        filters: [],
      }),
    ),
  );
  const rows = sharedRows(left, right);
  if (rows.length === 0) return [h('p', {}, say`${names[0]} and ${names[1]} have no function in common.`)];
  return [
    h('h2', {}, say('Functions in both, and their share of each')),
    h(
      'table',
      {class: 'shared-functions'},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          names.slice(0, 2).map((name) => h('th', {scope: 'col', class: 'number'}, name)),
          h('th', {scope: 'col'}, say('function')),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(({name, values}) =>
          h(
            'tr',
            {},
            h('td', {class: 'number'}, percent(values[0], left.total)),
            h('td', {class: 'number'}, percent(values[1], right.total)),
            h(
              'th',
              {scope: 'row'},
              button(shownName(name), () => store.set({screen: 'table', name}), {class: 'link', title: safeText(name)}),
              h('span', {class: 'package'}, safeText(packageOf(name))),
            ),
          ),
        ),
      ),
    ),
  ];
}

/** The runtime's own frames are in every profile and say nothing. */
function sharedRows(left: TablePayload, right: TablePayload): Shared[] {
  const other = new Map(right.rows.map(({cum, name}) => [name, cum]));
  return left.rows
    .flatMap(({cum, name}): Shared[] => {
      const there = other.get(name);
      if (there === undefined || packageOf(name) === 'runtime') return [];
      const least = Math.min(Math.abs(cum / left.total), Math.abs(there / right.total));
      return [{name, values: [cum, there], least}];
    })
    .sort((a, b) => b.least - a.least)
    .slice(0, MOST_SHARED);
}
