/**
 * The words above a comparison, and the columns below it. All of them are the core's; here they only get their elements.
 */

import {say, sayLater} from '../../../src/base/language/say.ts';
import type {Finding} from '../../../src/model/finding.ts';
import {deltaText, movement, ratioText, scaleText, valueText} from '../../../src/render/words/diff-words.ts';
import {hexColor, type Theme} from '../../../src/render/words/palette.ts';
import {button, h} from '../../base/dom.ts';
import {formatCount, safeText} from '../../base/text.ts';
import type {ChangedRow, ComparePayload} from '../../compare-payload.ts';
import {differenceColor} from '../../flame/colors.ts';
import type {FlamePayload, InputSummary} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import type {GridColumn} from '../function-grid.ts';
import {alikeInputs, type Pair} from './pair.ts';

/** What is compared, out of all that is open. */
export interface Sides {
  readonly inputs: readonly InputSummary[];
  readonly names: readonly string[];
  readonly pair: Pair;
}

/** What the buttons of the head do. */
export interface HeadActions {
  swap(): void;
  /** Takes another input for a side. */
  choose(side: 'before' | 'after', input: number): void;
  set(patch: Partial<ViewState>): void;
  copy(sentence: string): void;
}

export function headElements(
  payload: ComparePayload,
  sides: Sides,
  {panes, relative}: ViewState,
  actions: HeadActions,
): HTMLElement[] {
  const {findings, sentence, total, unit} = payload;
  const ratio = ratioText(total);
  const toggle = (label: string, isOn: boolean, patch: Partial<ViewState>): HTMLElement =>
    button(say(label), () => actions.set(patch), {'aria-pressed': isOn ? 'true' : 'false'});
  const verdict = [
    h(
      'h1',
      {tabindex: -1},
      movement(total, unit),
      h(
        'span',
        {class: total.delta > 0 ? 'more' : 'less'},
        ` ${deltaText(total.delta, unit)}${ratio === '' ? '' : ` (${ratio})`}`,
      ),
    ),
    h('p', {class: 'verdict'}, safeText(sentence)),
    ...(findings.length === 0 ? [] : [findingList(findings)]),
  ];
  const sizes = [
    totalBars(payload),
    h('p', {class: 'place'}, say`a change counts beyond ±${valueText(total.bound, unit)} · ${sideNames(sides)}`),
    ...sideChoices(sides, actions),
    ...scaleNote(payload, sides.inputs[sides.pair.after]),
  ];
  return [
    h('div', {class: 'compare-verdict'}, h('div', {}, verdict), h('div', {}, sizes)),
    h(
      'div',
      {class: 'actions'},
      button(say('Swap'), () => actions.swap()),
      toggle(sayLater('Overlay'), !panes, {panes: false}),
      toggle(sayLater('Two panes'), panes, {panes: true}),
      toggle(sayLater('Absolute'), !relative, {relative: false}),
      toggle(sayLater('Relative'), relative, {relative: true}),
      payload.isScalable
        ? [
            toggle(sayLater('As measured'), payload.scale.mode === 'none', {scale: 'none'}),
            toggle(sayLater('Per second'), payload.scale.mode === 'duration', {scale: 'duration'}),
          ]
        : [],
      button(say('Copy summary'), () => actions.copy(sentence)),
    ),
  ];
}

/** Both totals as bars of one scale; the heading has their numbers. */
function totalBars({total: {after, before}}: ComparePayload): HTMLElement {
  const most = Math.max(Math.abs(before), Math.abs(after), Number.MIN_VALUE);
  const bar = (side: string, amount: number): HTMLElement => {
    const part = h('i', {class: side});
    part.style.setProperty('--size', String(Math.abs(amount) / most));
    return h('span', {}, h('b', {}, say(side)), part);
  };
  return h('div', {class: 'total-bars', 'aria-hidden': 'true'}, bar('before', before), bar('after', after));
}

/** What was scaled, and what the totals are in each second. */
function scaleNote({scale, total, unit}: ComparePayload, {durationSeconds}: InputSummary): HTMLElement[] {
  if (scale.mode === 'none' || durationSeconds <= 0) return [];
  const each = (amount: number): string => valueText(amount / durationSeconds, unit);
  return [
    h('p', {class: 'place'}, say`${scaleText(scale)} · per second: ${each(total.before)} → ${each(total.after)}`),
  ];
}

function sideNames({names, pair}: Sides): string {
  return say`before: ${names[pair.before]} · after: ${names[pair.after]}`;
}

/** Of three and more, any two can be compared; of two there is no choice but their order. */
function sideChoices({inputs, names, pair}: Sides, {choose}: HeadActions): HTMLElement[] {
  const alike = alikeInputs(inputs, pair);
  if (alike.length < 3) return [];
  const choice = (side: 'before' | 'after'): HTMLElement => {
    const options = alike.map((index) => h('option', {value: index, selected: index === pair[side]}, names[index]));
    const list = h('select', {'aria-label': say(side)}, options);
    list.addEventListener('change', () => choose(side, Number(list.value)));
    return h('span', {class: 'side-choice'}, `${say(side)} `, list);
  };
  return [h('p', {class: 'actions'}, choice('before'), choice('after'))];
}

function findingList(findings: ComparePayload['findings']): HTMLElement {
  return h(
    'ul',
    {class: 'finding-changes', 'aria-label': say('Findings before and after')},
    findings.map(({severity, title, word}) =>
      h('li', {}, h('strong', {}, capital(say(word))), say` ${say(SEVERITIES[severity])}: ${safeText(title)}`),
    ),
  );
}

const SEVERITIES: Readonly<Record<Finding['severity'], string>> = {
  critical: sayLater('critical'),
  warning: sayLater('warning'),
  info: sayLater('info'),
};

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

/** Shares whose colours the legend shows, most lost first. */
const LEGEND_SHARES = [-1, -0.25, -0.01, undefined, 0.01, 0.25, 1] as const;

export function legendElements({relative}: ViewState, theme: Theme): HTMLElement[] {
  const keys = LEGEND_SHARES.map((share) => {
    const key = h('span', {class: 'key'}, share === undefined ? say('unchanged') : signedPercent(share));
    key.style.setProperty('--key', hexColor(differenceColor(share, theme)));
    return key;
  });
  return [
    h(
      'span',
      {class: 'place'},
      say(relative ? sayLater('change of the frame against itself:') : sayLater('change relative to the total:')),
    ),
    ...keys,
    h('span', {class: 'key hatched'}, say('gone or new')),
  ];
}

function signedPercent(share: number): string {
  return `${share < 0 ? '-' : '+'}${Math.abs(share) * 100}%`;
}

/** `12 of 340 functions changed`. */
export function changesTitle({functionCount, rows}: ComparePayload): string {
  return say`${formatCount(rows.length)} of ${formatCount(functionCount)} functions changed`;
}

export function changeColumns({unit}: ComparePayload): GridColumn<ChangedRow>[] {
  return [
    {
      id: 'delta',
      title: sayLater('change'),
      text: ({cum}) => deltaText(cum.delta, unit),
      order: ({cum}) => Math.abs(cum.delta),
    },
    {
      id: 'delta%',
      title: sayLater('change %'),
      text: ({cum}) => ratioText(cum) || say(cum.change),
      order: ({cum: {after, before}}) => (before === 0 ? Number.MAX_VALUE : Math.abs(after / before - 1)),
    },
    {
      id: 'noise',
      title: sayLater('beyond'),
      text: ({cum}) => `±${valueText(cum.bound, unit)}`,
      order: ({cum}) => cum.bound,
    },
    {
      id: 'delta-self',
      title: sayLater('self change'),
      text: ({flat}) => deltaText(flat.delta, unit),
      order: ({flat}) => Math.abs(flat.delta),
    },
    {
      id: 'before',
      title: sayLater('before'),
      text: ({cum}) => valueText(cum.before, unit),
      order: ({cum}) => cum.before,
    },
    {id: 'after', title: sayLater('after'), text: ({cum}) => valueText(cum.after, unit), order: ({cum}) => cum.after},
  ];
}

/** Before and change, for the panel. */
export function baseRows({tree}: FlamePayload, node: number): (readonly [string, string])[] {
  if (tree.base === undefined) return [];
  const sides = {before: tree.base.total[node], after: tree.total[node]};
  const change = [deltaText(sides.after - sides.before, tree.unit), ratioText(sides)];
  return [
    ['before', valueText(sides.before, tree.unit)],
    ['change', change.filter((text) => text !== '').join(' · ')],
  ];
}
