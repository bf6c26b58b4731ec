/**
 * The time line under the header of a page that has a series: on every screen one sees where in time it stands, moves
 * through the moments, and compares two of them.
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import type {SeriesMoment, SeriesProcess} from '../../../src/render/html/page-series.ts';
import {button, fill, h} from '../../base/dom.ts';
import {value} from '../../base/text.ts';
import {pageSeries} from '../../moments.ts';
import type {Store, ViewState} from '../../state.ts';
import {canCompare, chosenOf, kindOf, mostTelling, openMoments} from './choice.ts';
import {type Chosen, timeline} from './timeline.ts';
import {lineTitle, momentText} from './words.ts';

type Side = keyof Chosen;

export class SeriesStrip {
  readonly element: HTMLElement;
  private readonly store: Store;
  private readonly picture = h('div', {class: 'strip-picture'});
  private readonly sliders: Readonly<Record<Side, HTMLInputElement>> = {
    before: slider('before'),
    after: slider('after'),
  };
  private readonly outputs: Readonly<Record<Side, HTMLElement>> = {before: h('output', {}), after: h('output', {})};
  private readonly compare = button(say('Compare'), () => this.open(), {class: 'primary'});

  constructor(store: Store) {
    this.store = store;
    const sides = (['before', 'after'] as const).map((side) => {
      this.sliders[side].addEventListener('input', () => this.move(side));
      return h('label', {class: 'strip-side'}, h('span', {}, say(side)), this.sliders[side], this.outputs[side]);
    });
    this.element = h(
      'section',
      {class: 'series-strip', 'aria-label': say('Time line')},
      this.picture,
      h('div', {class: 'strip-sides'}, sides, this.compare),
    );
  }

  update(state: ViewState): void {
    const process = processOf(state);
    const chosen = process === undefined ? undefined : chosenOf(process, state.picked);
    // The screen of the series has it all, and larger.
    this.element.hidden = chosen === undefined || state.screen === 'series';
    if (process === undefined || chosen === undefined || this.element.hidden) return;
    const {at, lines, moments} = process;
    const line = lines.find(({name}) => name === state.line) ?? mostTelling(process);
    const now = value(line.values[line.values.length - 1], line.unit);
    fill(this.picture, [
      h('p', {class: 'place'}, `${lineTitle(line)}: ${value(line.values[0], line.unit)} → ${now}`),
      timeline(process, line, chosen, (next) => this.pick(next)),
    ]);
    for (const side of ['before', 'after'] as const) {
      const text = momentText(chosen[side], at);
      this.sliders[side].max = String(moments.length - 1);
      this.sliders[side].value = String(moments.indexOf(chosen[side]));
      this.sliders[side].setAttribute('aria-valuetext', text);
      this.outputs[side].textContent = text;
    }
    this.compare.disabled = !canCompare(chosen, kindOf(line));
  }

  private move(side: Side): void {
    const process = processOf(this.store.state);
    const chosen = process === undefined ? undefined : chosenOf(process, this.store.state.picked);
    const moment = process?.moments[Number(this.sliders[side].value)];
    if (chosen !== undefined && moment !== undefined) this.pick({...chosen, [side]: moment});
  }

  private pick({after, before}: Readonly<Record<Side, SeriesMoment>>): void {
    this.store.set({picked: `${before.name} ${after.name}`}, true);
  }

  private open(): void {
    const {state} = this.store;
    const process = processOf(state);
    const chosen = process === undefined ? undefined : chosenOf(process, state.picked);
    if (process === undefined || chosen === undefined) return;
    const line = process.lines.find(({name}) => name === state.line) ?? mostTelling(process);
    openMoments(this.store, process, kindOf(line), chosen, 'compare');
  }
}

function processOf({process}: ViewState): SeriesProcess | undefined {
  const processes = pageSeries()?.processes ?? [];
  return processes.find(({id}) => id === process) ?? processes[0];
}

function slider(side: Side): HTMLInputElement {
  return h('input', {
    type: 'range',
    min: 0,
    step: 1,
    'aria-label': say(side === 'before' ? sayLater('moment before') : sayLater('moment after')),
  });
}
