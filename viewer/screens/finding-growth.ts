/**
 * How much more a finding's culprit has than before, as a line: of two inputs with the band within which noise alone moves
 * it, of a series over all rounds with the memory limit, where there is one.
 */
import {say} from '../../src/base/language/say.ts';
import {deltaText, valueText} from '../../src/render/words/diff-words.ts';
import {h} from '../base/dom.ts';
import {value} from '../base/text.ts';
import type {Growth} from '../compare-payload.ts';
import {pageOptions} from '../inputs.ts';
import {pageSeries} from '../moments.ts';
import type {Diagnosed} from '../protocol.ts';
import type {Pair} from './compare/pair.ts';
import type {App} from './screen.ts';
import {lineChart} from './series/sparkline.ts';
import {changeText, lineTitle} from './series/words.ts';

/** @param cards  one for each finding */
export function drawGrowth(
  app: App,
  findings: Diagnosed['findings'],
  seenIn: Diagnosed['seenIn'],
  cards: readonly Element[],
): void {
  findings.forEach(({culprit, evidence}, i) => {
    const place = cards[i].querySelector('.picture');
    const drawn = overTime(app, culprit.function, evidence[0]?.unit ?? '');
    if (drawn !== undefined) place?.after(drawn);
    const pair = drawn === undefined ? pairOf(app, seenIn[i]) : undefined;
    if (pair === undefined) return;
    app.client
      .request<Growth | undefined>({kind: 'growth', ...pair, name: culprit.function})
      .then((growth) => growth !== undefined && place?.after(between(growth)), app.fail);
  });
}

/** The two inputs that a finding can be measured in, where there is no choice. */
function pairOf({opened: {inputs}}: App, seenIn: readonly number[]): Pair | undefined {
  const kind = inputs[seenIn[0]]?.comparableKind;
  const alike = [...inputs.keys()].filter((input) => inputs[input].comparableKind === kind);
  return alike.length === 2 ? {before: alike[0], after: alike[1]} : undefined;
}

function between({after, before, bound, delta, unit}: Growth): HTMLElement {
  const band = {from: Math.max(0, before - bound), to: before + bound};
  const words = `${valueText(before, unit)} → ${valueText(after, unit)}, ${deltaText(delta, unit)}`;
  return growth(lineChart([0, 1], [before, after], {band}), [
    words,
    Math.abs(delta) > bound
      ? say`a change counts beyond ±${valueText(bound, unit)}`
      : say`a change counts beyond ±${valueText(bound, unit)}: this is none`,
  ]);
}

/** The culprit's own line of the series that is shown, or that of the whole process. */
function overTime({store}: App, name: string, unit: string): HTMLElement | undefined {
  const processes = pageSeries()?.processes ?? [];
  const [id] = store.state.shown.split(' ');
  const process = processes.find((each) => each.id === id) ?? processes[0];
  const line =
    process?.lines.find((each) => each.name === name) ??
    process?.lines.find((each) => each.name === (unit === 'bytes' ? 'heap' : unit));
  if (process === undefined || line === undefined || line.values.length < 2) return undefined;
  const limit = line.unit === 'bytes' ? pageOptions().memoryLimitBytes : undefined;
  const {values} = line;
  return growth(lineChart(process.at, values, limit === undefined ? {} : {limit}), [
    `${lineTitle(line)}: ${value(values[0], line.unit)} → ${value(values[values.length - 1], line.unit)}, ${changeText(line)}`,
    limit === undefined ? '' : say`memory limit ${value(limit, 'bytes')}`,
  ]);
}

function growth(picture: SVGElement, words: readonly string[]): HTMLElement {
  const drawn = h('div', {class: 'growth'});
  drawn.append(
    picture,
    h(
      'p',
      {},
      words.filter((text) => text !== '').map((text) => h('span', {}, text)),
    ),
  );
  return drawn;
}
