/**
 * The panel beside a flamegraph: what a frame is and what can be done with it.
 */

import {CREATOR, CUT_GROUP, FOLDED_RUN, SMALL_STACKS} from '../../src/analysis/tree/flame-tree.ts';
import {say, sayLater} from '../../src/base/language/say.ts';
import {packageOf} from '../../src/model/symbol.ts';
import {breakable, button, fill, h} from '../base/dom.ts';
import {formatCount, percent, safeText, shownName, value} from '../base/text.ts';
import {pageOptions} from '../inputs.ts';
import type {FlamePayload, LabelShare} from '../protocol.ts';
import {keysOf} from '../shell/keys.ts';
import {childrenOf} from './navigation.ts';

/** What can be done with a frame, by what it does: name of a command of the key table, and its label. */
export const FRAME_ACTIONS: readonly (readonly [
  group: string,
  readonly (readonly [command: string, label: string])[],
])[] = [
  [
    sayLater('Look at it'),
    [
      ['zoom', sayLater('Zoom')],
      ['sandwich', sayLater('Sandwich')],
      ['callees', sayLater('Pivot: callees')],
      ['callers', sayLater('Pivot: callers')],
    ],
  ],
  [
    sayLater('Filter stacks'),
    [
      ['focus', sayLater('Focus')],
      ['hide', sayLater('Hide')],
      ['ignore', sayLater('Ignore')],
      ['show-from', sayLater('Show from')],
    ],
  ],
  [
    sayLater('Copy'),
    [
      ['copy-name', sayLater('Copy name')],
      ['copy-stack', sayLater('Copy stack')],
      ['copy-command', sayLater('Copy command')],
    ],
  ],
];

/** A button for a command, with its key. */
export function actionButton(command: string, label: string, onClick: () => void, role?: string): HTMLButtonElement {
  const made = button(say(label), onClick, role === undefined ? {} : {role, tabindex: -1});
  const key = keysOf(command)[0];
  if (key !== undefined) made.append(h('kbd', {'aria-hidden': 'true'}, key === 'Enter' ? '⏎' : key));
  return made;
}

export class Details {
  readonly element: HTMLElement;
  private readonly actions: HTMLElement;
  private readonly facts = h('div', {class: 'details-facts'});
  /** How to read the picture, said while no frame is chosen. */
  hint: string;
  /** Facts of a frame that only some screens have. */
  moreRows: (payload: FlamePayload, node: number) => readonly (readonly [string, string])[] = () => [];
  /** A label was pressed. */
  onLabel: (label: LabelShare) => void = () => undefined;
  private readonly labels = h('div', {class: 'details-labels'});
  private readonly sourceUrl: string = pageOptions().sourceUrl ?? '';

  /**
   * @param commands  those that are offered
   */
  constructor(onCommand: (name: string) => void, hint: string, commands?: readonly string[]) {
    this.hint = hint;
    const groups = FRAME_ACTIONS.map(([title, actions]) => {
      const offered = actions.filter(([command]) => commands?.includes(command) ?? true);
      const buttons = offered.map(([command, label]) => actionButton(command, label, () => onCommand(command)));
      return h('div', {class: 'actions', role: 'group', 'aria-label': say(title)}, buttons);
    });
    this.actions = h('div', {class: 'action-groups'}, groups);
    const close = button('×', () => this.element.classList.add('closed'), {
      class: 'icon details-close',
      'aria-label': say('Close the details'),
    });
    this.element = h(
      'aside',
      // It scrolls where it is low.
      {class: 'details', 'aria-label': say('Frame details'), tabindex: 0},
      close,
      this.facts,
      this.actions,
      this.labels,
    );
  }

  show(payload: FlamePayload, node: number): void {
    const {kind, mode, places, tree} = payload;
    const name = tree.names[tree.fn[node]];
    const isCreator = kind[node] === CREATOR;
    const isFrame = node !== 0 && kind[node] !== CUT_GROUP && kind[node] !== SMALL_STACKS && !isCreator;
    const total = tree.total[node];
    this.actions.hidden = !isFrame;
    this.element.classList.remove('closed');
    this.element.classList.toggle('at-root', node === 0);
    const marks = [
      tree.isInlined[node] === 1 && h('span', {class: 'badge'}, say('inlined')),
      kind[node] === FOLDED_RUN &&
        h('span', {class: 'badge'}, say`${formatCount(payload.frameCount[node])} frames folded`),
      kind[node] === CUT_GROUP && h('span', {class: 'badge'}, say('callers unknown')),
    ];
    const rows: (readonly [string, string])[] = [
      [sayLater('total'), `${value(total, tree.unit)} · ${percent(total, payload.whole)}`],
      ...(mode === 'down' || mode === 'callees'
        ? [
            [
              sayLater('self'),
              `${value(tree.self[node], tree.unit)} · ${percent(tree.self[node], payload.whole)}`,
            ] as const,
          ]
        : []),
      ...this.moreRows(payload, node),
      [sayLater('depth'), String(tree.depth[node])],
      [
        mode === 'down' || mode === 'callees' ? sayLater('callees') : sayLater('callers'),
        String(childrenOf(tree, node).length),
      ],
    ];
    fill(this.facts, [
      h(
        'h2',
        {title: safeText(name)},
        breakable((isFrame && !payload.arePackages) || isCreator ? shownName(name) : safeText(say(name))),
      ),
      isFrame && h('p', {class: 'place'}, breakable(safeText(packageOf(name)))),
      h('p', {}, marks),
      h(
        'dl',
        {},
        rows.flatMap(([term, text]) => [h('dt', {}, say(term)), h('dd', {}, text)]),
      ),
      node === 0 && h('p', {class: 'place'}, this.hint),
      this.place(places[tree.fn[node]]),
    ]);
  }

  private place(place: string): HTMLElement | false {
    if (place === '') return false;
    const shown = h('p', {class: 'place file'}, breakable(safeText(place)));
    if (this.sourceUrl !== '') void this.link(shown, place);
    return shown;
  }

  private async link(shown: HTMLElement, place: string): Promise<void> {
    const {sourceAddress} = await import('./source-link.ts');
    const href = sourceAddress(this.sourceUrl, place);
    const link = {href, target: '_blank', rel: 'noreferrer'};
    if (href !== undefined) fill(shown, [h('a', link, breakable(safeText(place)))]);
  }

  /** Labels are the chosen frame's: they go out of sight while another one is looked at. */
  hideLabels(isHidden: boolean): void {
    this.labels.hidden = isHidden;
  }

  showLabels(labels: readonly LabelShare[]): void {
    fill(this.labels, [
      labels.length > 0 && h('h3', {}, say('Labels')),
      labels.length > 0 &&
        h(
          'ul',
          {},
          labels.map((label) => {
            const text = `${safeText(label.key)}=${safeText(label.value)}`;
            const chip = button(text, () => this.onLabel(label), {
              class: 'chip',
              title: say`only samples with ${text}`,
            });
            return h('li', {'data-label': text}, chip, ' ', h('span', {class: 'place'}, percent(label.share, 1)));
          }),
        ),
    ]);
  }
}
