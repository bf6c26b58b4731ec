/**
 * How a process changed over time: a line of one measure, a table of all of them, and two moments to compare.
 */
import {say, sayLater} from '../../../src/base/language/say.ts';
import type {SeriesLine, SeriesProcess} from '../../../src/render/html/page-series.ts';
import {button, fill, h} from '../../base/dom.ts';
import {safeText, value} from '../../base/text.ts';
import {pageSeries} from '../../moments.ts';
import type {ViewState} from '../../state.ts';
import type {App, Screen} from '../screen.ts';
import {canCompare, chosenOf, kindOf, mostTelling, openMoments} from './choice.ts';
import {sparkline} from './sparkline.ts';
import {type Chosen, timeline} from './timeline.ts';
import {changeText, lineTitle, momentText, summaryText, trendText} from './words.ts';

export class SeriesScreen implements Screen {
  readonly element: HTMLElement = h('section', {class: 'screen series', 'aria-label': say('Time')});
  private readonly app: App;

  constructor(app: App) {
    this.app = app;
  }

  update(state: ViewState): void {
    const processes = pageSeries()?.processes ?? [];
    const process = processes.find(({id}) => id === state.process) ?? processes[0];
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.id : undefined;
    // Without a series nothing leads here.
    if (process === undefined) return;
    const line = process.lines.find(({name}) => name === state.line) ?? mostTelling(process);
    const chosen = chosenOf(process, state.picked);
    fill(this.element, [
      h('h1', {tabindex: -1}, safeText(process.id)),
      h('p', {class: 'place'}, summaryText(process)),
      processes.length > 1 && this.processChoice(processes, process),
      h('h2', {}, lineTitle(line), note(line)),
      timeline(process, line, chosen, (next) => this.pick(next)),
      chosen === undefined ? h('p', {}, say('No profile of it is left to open.')) : this.choices(process, line, chosen),
      h('h2', {}, say('What changed')),
      this.table(process, line),
    ]);
    // What had the focus was drawn again.
    if (focused !== undefined && focused !== '') document.getElementById(focused)?.focus();
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('h1')?.focus();
  }

  private processChoice(processes: readonly SeriesProcess[], current: SeriesProcess): HTMLElement {
    const options = processes.map(({id}) => h('option', {value: id, selected: id === current.id}, safeText(id)));
    const list = h('select', {id: 'series-process'}, options);
    list.addEventListener('change', () => this.app.store.set({process: list.value, line: '', picked: ''}));
    return h('p', {class: 'actions'}, h('label', {for: 'series-process'}, say('process')), list);
  }

  private choices(process: SeriesProcess, line: SeriesLine, chosen: Chosen): HTMLElement {
    const kind = kindOf(line);
    return h(
      'div',
      {class: 'actions'},
      this.momentChoice('before', process, chosen),
      this.momentChoice('after', process, chosen),
      button(
        say(kind === 'heap' ? sayLater('Compare the heap') : sayLater('Compare goroutines')),
        () => openMoments(this.app.store, process, kind, chosen, 'compare'),
        {
          id: 'series-compare',
          class: 'primary',
          disabled: !canCompare(chosen, kind),
        },
      ),
      button(say('Findings of after'), () => openMoments(this.app.store, process, '', chosen, 'findings'), {
        id: 'series-open',
      }),
    );
  }

  private momentChoice(side: keyof Chosen, {at, moments}: SeriesProcess, chosen: Chosen): HTMLElement {
    const id = `series-${side}`;
    const options = moments.map((moment) =>
      h('option', {value: moment.name, selected: moment === chosen[side]}, momentText(moment, at)),
    );
    const list = h('select', {id}, options);
    list.addEventListener('change', () => {
      const moment = moments.find(({name}) => name === list.value);
      if (moment !== undefined) this.pick({...chosen, [side]: moment});
    });
    return h('span', {class: 'side-choice'}, h('label', {for: id}, `${say(side)} `), list);
  }

  private table({at, lines}: SeriesProcess, current: SeriesLine): HTMLElement {
    const head = [sayLater('what'), sayLater('over time'), sayLater('first'), sayLater('now'), sayLater('change')].map(
      (title) => h('th', {scope: 'col', role: 'columnheader'}, say(title)),
    );
    const rows = lines.map((line, index) => {
      const name = button(lineTitle(line), () => this.app.store.set({line: line.name}, true), {
        id: `series-line-${index}`,
        class: 'link',
        title: safeText(line.name),
        'aria-pressed': line === current ? 'true' : 'false',
      });
      const picture = h('td', {class: 'series-picture', role: 'cell'});
      picture.append(sparkline(at, line.values));
      return h(
        'tr',
        {role: 'row', class: line === current ? 'current' : undefined},
        h('th', {scope: 'row', role: 'rowheader'}, name, note(line)),
        picture,
        h('td', {role: 'cell', class: 'number first'}, value(line.values[0], line.unit)),
        h('td', {role: 'cell', class: 'number'}, value(line.values[line.values.length - 1], line.unit)),
        h('td', {role: 'cell', class: 'number'}, changeText(line)),
      );
    });
    // Roles by name, because narrow screens lay rows out as grids, which takes the roles of a table away.
    return h(
      'table',
      {class: 'series-table', role: 'table'},
      h('thead', {role: 'rowgroup'}, h('tr', {role: 'row'}, head)),
      h('tbody', {role: 'rowgroup'}, rows),
    );
  }

  private pick({after, before}: Chosen): void {
    this.app.store.set({picked: `${before.name} ${after.name}`}, true);
  }
}

function note(line: SeriesLine): HTMLElement | false {
  const text = trendText(line);
  return text !== '' && h('span', {class: 'series-note'}, text);
}
