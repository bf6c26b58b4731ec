/**
 * Every function with its flat and cumulative value, and the chosen one between its callers and callees.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import {button, fill, h} from '../base/dom.ts';
import {exactly, formatCount, percent, safeText, shownName, value} from '../base/text.ts';
import type {Neighbour, SandwichPayload, TablePayload, TableRow} from '../protocol.ts';
import type {ViewState} from '../state.ts';
import {emptyNote, failureNote} from './empty-note.ts';
import {copyText, frameCommand} from './frame-text.ts';
import {FunctionGrid, type GridColumn, shareColumn} from './function-grid.ts';
import {type App, Latest, type Screen, subjectOf} from './screen.ts';

const SHOWN_NEIGHBOURS = 200;

export class TableScreen implements Screen {
  readonly element: HTMLElement;
  private readonly app: App;
  private readonly grid: FunctionGrid<TableRow>;
  private readonly note = h('p', {class: 'notes', hidden: true});
  private readonly side = h('aside', {class: 'sandwich', 'aria-label': say('Callers and callees')});
  private readonly latestTable = new Latest();
  private readonly latestMatch = new Latest();
  private readonly latestSandwich = new Latest();
  private payload: TablePayload | undefined;
  private requested = '';
  private query = '';
  private isMatch: Uint8Array | undefined;
  private sandwiched: string | undefined;

  constructor(app: App) {
    this.app = app;
    this.grid = new FunctionGrid(
      sayLater('Functions'),
      (name) => app.store.set({name}, app.store.state.name !== ''),
      (sort) => app.store.set({sort}, true),
    );
    this.element = h(
      'section',
      {class: 'screen table-screen', 'aria-label': say('Table')},
      h('h1', {class: 'visually-hidden'}, say('Functions')),
      this.note,
      this.grid.element,
      this.side,
    );
  }

  update(state: ViewState): void {
    const subject = subjectOf(this.app, state);
    const key = JSON.stringify(subject);
    if (key !== this.requested) {
      this.requested = key;
      this.sandwiched = undefined;
      this.element.setAttribute('aria-busy', 'true');
      const work = this.app.client.request<TablePayload>({kind: 'table', ...subject});
      void this.latestTable.run(
        work,
        (payload) => {
          this.element.setAttribute('aria-busy', 'false');
          this.payload = payload;
          this.query = '';
          this.isMatch = undefined;
          this.update(this.app.store.state);
        },
        (error) => {
          this.element.setAttribute('aria-busy', 'false');
          this.payload = undefined;
          this.showInstead(failureNote(this.app, error));
        },
      );
      return;
    }
    if (state.query !== this.query) this.match(state.query);
    this.draw(state);
    this.showSandwich(state.name);
  }

  repaint(): void {
    this.draw(this.app.store.state);
  }

  focus(): void {
    this.grid.focus();
  }

  command(name: string): boolean {
    const {store} = this.app;
    const chosen = store.state.name;
    if (chosen === '') return false;
    if (name === 'copy-name') copyText(this.app, chosen, sayLater('name'));
    else if (name === 'copy-command') copyText(this.app, frameCommand(this.app, chosen), sayLater('command'));
    else if (name === 'focus' || name === 'hide' || name === 'ignore') {
      store.set({filters: [...store.state.filters, {kind: name, text: exactly(chosen)}]});
    } else if (name === 'sandwich' || name === 'zoom')
      store.set({screen: 'flame', mode: 'callees', pivot: chosen, zoom: 0});
    else return false;
    return true;
  }

  private match(query: string): void {
    this.query = query;
    const {payload} = this;
    if (query === '' || payload === undefined) {
      this.isMatch = undefined;
      this.app.showSearch('');
      return;
    }
    const work = this.app.client.request<Uint8Array>({
      kind: 'match',
      pattern: query,
      names: payload.rows.map(({name}) => name),
    });
    void this.latestMatch.run(
      work,
      (isMatch) => {
        if (query !== this.query) return;
        this.isMatch = isMatch;
        this.draw(this.app.store.state);
        const count = isMatch.reduce((sum, hit) => sum + hit, 0);
        this.app.showSearch(say`${formatCount(count)} of ${formatCount(isMatch.length)} functions`);
      },
      (error) => this.app.showSearch(error instanceof Error ? error.message : String(error), true),
    );
  }

  private draw({name, sort}: ViewState): void {
    const {isMatch, payload} = this;
    if (payload === undefined) return;
    this.showInstead(...this.reasonForNothing(payload));
    const rows = isMatch === undefined ? payload.rows : payload.rows.filter((_, row) => isMatch[row] === 1);
    this.grid.show(
      rows,
      columns(payload),
      sort === '' || sort.includes('delta') ? 'self' : sort,
      name,
      this.app.theme(),
    );
  }

  /** Why there is no row, and the way to some; nothing where there are rows. */
  private reasonForNothing({rows}: TablePayload): HTMLElement[] {
    if (rows.length === 0) return [emptyNote(this.app)];
    if (this.isMatch === undefined || this.isMatch.includes(1)) return [];
    const clear = button(say('Clear the search'), () => this.app.store.set({query: ''}));
    return [h('span', {}, say('No function matches the search. '), clear)];
  }

  private showInstead(...reason: readonly HTMLElement[]): void {
    fill(this.note, reason);
    this.note.hidden = reason.length === 0;
    this.grid.element.hidden = reason.length > 0;
    this.side.hidden = reason.length > 0;
  }

  private showSandwich(name: string): void {
    if (name === this.sandwiched) return;
    this.sandwiched = name;
    if (name === '') {
      fill(this.side, [h('p', {class: 'place'}, say('Choose a function to see who calls it and what it calls.'))]);
      return;
    }
    const work = this.app.client.request<SandwichPayload>({
      kind: 'sandwich',
      name,
      ...subjectOf(this.app, this.app.store.state),
    });
    void this.latestSandwich.run(
      work,
      (payload) => this.fillSandwich(payload),
      (error) => this.app.fail(error),
    );
  }

  private fillSandwich(payload: SandwichPayload): void {
    const {callees, callers, cum, flat, name, place, unit, total} = payload;
    const {store} = this.app;
    const isHere = cum !== 0 || callers.length > 0 || callees.length > 0;
    fill(this.side, [
      h('h2', {title: safeText(name)}, shownName(name)),
      h('p', {class: 'place file'}, safeText(place)),
      ...(isHere
        ? []
        : [h('p', {}, say('This function has no samples here. Try another input, sample type or filter.'))]),
      h(
        'dl',
        {},
        h('dt', {}, say('total')),
        h('dd', {}, `${value(cum, unit)} · ${percent(cum, total)}`),
        h('dt', {}, say('self')),
        h('dd', {}, `${value(flat, unit)} · ${percent(flat, total)}`),
      ),
      h(
        'div',
        {class: 'actions'},
        button(say('Callees in flame'), () => store.set({screen: 'flame', mode: 'callees', pivot: name, zoom: 0})),
        button(say('Callers in flame'), () => store.set({screen: 'flame', mode: 'callers', pivot: name, zoom: 0})),
        button(say('Copy name'), () => copyText(this.app, name, sayLater('name'))),
      ),
      this.neighbours(say('Callers'), callers, payload),
      this.neighbours(say('Callees'), callees, payload),
    ]);
  }

  private neighbours(title: string, list: readonly Neighbour[], {cum, unit}: SandwichPayload): HTMLElement {
    const items = list.slice(0, SHOWN_NEIGHBOURS).map(({isCreator = false, name, value: amount}) => {
      const bar = h('span', {class: 'bar', 'aria-hidden': 'true'});
      bar.style.width = `${cum === 0 ? 0 : Math.min(100, Math.abs((amount / cum) * 100))}%`;
      const label =
        name === ''
          ? h('span', {}, say('no caller: stacks start here'))
          : button(isCreator ? say`created by ${shownName(name)}` : shownName(name), () => this.app.store.set({name}), {
              class: 'link',
              title: safeText(name),
            });
      return h(
        'li',
        {},
        bar,
        h('span', {class: 'number'}, value(amount, unit)),
        h('span', {class: 'number'}, percent(amount, cum)),
        label,
      );
    });
    return h(
      'div',
      {class: 'neighbours'},
      h('h3', {}, `${title} (${formatCount(list.length)})`),
      items.length === 0 ? h('p', {class: 'place'}, say('none')) : h('ul', {}, items),
    );
  }
}

function columns({total, unit}: TablePayload): GridColumn<TableRow>[] {
  return [
    {id: 'self', title: sayLater('self'), text: ({flat}) => value(flat, unit), order: ({flat}) => Math.abs(flat)},
    shareColumn('self%', sayLater('self %'), ({flat}) => flat, total),
    {id: 'total', title: sayLater('total'), text: ({cum}) => value(cum, unit), order: ({cum}) => Math.abs(cum)},
    shareColumn('total%', sayLater('total %'), ({cum}) => cum, total),
  ];
}
