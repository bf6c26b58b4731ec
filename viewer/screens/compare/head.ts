/**
 * The words above a comparison, and the columns below it. All of them are the core's; here they only get their elements.
 */

import {deltaText, movement, ratioText, scaleText, valueText} from '../../../src/render/words/diff-words.ts';
import {hexColor, type Theme} from '../../../src/render/words/palette.ts';
import {button, h} from '../../base/dom.ts';
import {formatCount, safeText} from '../../base/text.ts';
import {differenceColor} from '../../flame/colors.ts';
import type {ChangedRow, ComparePayload, FlamePayload, InputSummary} from '../../protocol.ts';
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
    button(label, () => actions.set(patch), {'aria-pressed': isOn ? 'true' : 'false'});
  return [
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
    totalBars(payload),
    h('p', {class: 'place'}, `a change counts beyond ±${valueText(total.bound, unit)} · ${sideNames(sides)}`),
    ...sideChoices(sides, actions),
    ...scaleNote(payload, sides.inputs[sides.pair.after]),
    ...(findings.length === 0 ? [] : [findingList(findings)]),
    h(
      'div',
      {class: 'actions'},
      button('Swap', () => actions.swap()),
      toggle('Overlay', !panes, {panes: false}),
      toggle('Two panes', panes, {panes: true}),
      toggle('Absolute', !relative, {relative: false}),
      toggle('Relative', relative, {relative: true}),
      payload.isScalable
        ? [
            toggle('As measured', payload.scale.mode === 'none', {scale: 'none'}),
            toggle('Per second', payload.scale.mode === 'duration', {scale: 'duration'}),
          ]
        : [],
      button('Copy summary', () => actions.copy(sentence)),
    ),
  ];
}

/** Both totals as bars of one scale; the heading has their numbers. */
function totalBars({total: {after, before}}: ComparePayload): HTMLElement {
  const most = Math.max(Math.abs(before), Math.abs(after), Number.MIN_VALUE);
  const bar = (side: string, amount: number): HTMLElement => {
    const part = h('i', {class: side});
    part.style.setProperty('--size', String(Math.abs(amount) / most));
    return h('span', {}, h('b', {}, side), part);
  };
  return h('div', {class: 'total-bars', 'aria-hidden': 'true'}, bar('before', before), bar('after', after));
}

/** What was scaled, and what the totals are in each second. */
function scaleNote({scale, total, unit}: ComparePayload, {durationSeconds}: InputSummary): HTMLElement[] {
  if (scale.mode === 'none' || durationSeconds <= 0) return [];
  const each = (amount: number): string => valueText(amount / durationSeconds, unit);
  return [h('p', {class: 'place'}, `${scaleText(scale)} · per second: ${each(total.before)} → ${each(total.after)}`)];
}

function sideNames({names, pair}: Sides): string {
  return `before: ${names[pair.before]} · after: ${names[pair.after]}`;
}

/** Of three and more, any two can be compared; of two there is no choice but their order. */
function sideChoices({inputs, names, pair}: Sides, {choose}: HeadActions): HTMLElement[] {
  const alike = alikeInputs(inputs, pair);
  if (alike.length < 3) return [];
  const choice = (side: 'before' | 'after'): HTMLElement => {
    const options = alike.map((index) => h('option', {value: index, selected: index === pair[side]}, names[index]));
    const list = h('select', {'aria-label': side}, options);
    list.addEventListener('change', () => choose(side, Number(list.value)));
    return h('span', {class: 'side-choice'}, `${side} `, list);
  };
  return [h('p', {class: 'actions'}, choice('before'), choice('after'))];
}

function findingList(findings: ComparePayload['findings']): HTMLElement {
  return h(
    'ul',
    {class: 'finding-changes', 'aria-label': 'Findings before and after'},
    findings.map(({severity, title, word}) =>
      h(
        'li',
        {},
        h('strong', {}, `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`),
        ` ${severity}: ${safeText(title)}`,
      ),
    ),
  );
}

/** Shares whose colours the legend shows, most lost first. */
const LEGEND_SHARES = [-1, -0.25, -0.01, undefined, 0.01, 0.25, 1] as const;

export function legendElements({relative}: ViewState, theme: Theme): HTMLElement[] {
  const keys = LEGEND_SHARES.map((share) => {
    const key = h('span', {class: 'key'}, share === undefined ? 'within noise' : signedPercent(share));
    key.style.setProperty('--key', hexColor(differenceColor(share, theme)));
    return key;
  });
  return [
    h('span', {class: 'place'}, relative ? 'change of the frame against itself:' : 'change relative to the total:'),
    ...keys,
    h('span', {class: 'key hatched'}, 'gone or new'),
  ];
}

function signedPercent(share: number): string {
  return `${share < 0 ? '-' : '+'}${Math.abs(share) * 100}%`;
}

/** `12 of 340 functions moved beyond noise`. */
export function changesTitle({functionCount, rows}: ComparePayload): string {
  return `${formatCount(rows.length)} of ${formatCount(functionCount)} functions moved beyond noise`;
}

export function changeColumns({unit}: ComparePayload): GridColumn<ChangedRow>[] {
  return [
    {
      id: 'delta',
      title: 'change',
      text: ({cum}) => deltaText(cum.delta, unit),
      order: ({cum}) => Math.abs(cum.delta),
    },
    {
      id: 'delta%',
      title: 'change %',
      text: ({cum}) => ratioText(cum) || cum.change,
      order: ({cum: {after, before}}) => (before === 0 ? Number.MAX_VALUE : Math.abs(after / before - 1)),
    },
    {id: 'noise', title: 'beyond', text: ({cum}) => `±${valueText(cum.bound, unit)}`, order: ({cum}) => cum.bound},
    {
      id: 'delta-self',
      title: 'self change',
      text: ({flat}) => deltaText(flat.delta, unit),
      order: ({flat}) => Math.abs(flat.delta),
    },
    {id: 'before', title: 'before', text: ({cum}) => valueText(cum.before, unit), order: ({cum}) => cum.before},
    {id: 'after', title: 'after', text: ({cum}) => valueText(cum.after, unit), order: ({cum}) => cum.after},
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
