/**
 * The panel beside the flamegraph: about the frame under the pointer, or the chosen one, whose labels it lists.
 */

import {NONE} from '../../../src/base/columns.ts';
import {say, sayLater} from '../../../src/base/language/say.ts';
import {fill, h} from '../../base/dom.ts';
import {Details} from '../../flame/details.ts';
import type {FlameView} from '../../flame/flame-view.ts';
import {pageOptions} from '../../inputs.ts';
import type {FlamePayload, LabelShare} from '../../protocol.ts';
import type {ViewState} from '../../state.ts';
import {type App, Latest, subjectOf} from '../screen.ts';
import {labelledNames} from './request.ts';

const POINTING = matchMedia('(hover: none)').matches
  ? sayLater('Tap a box for details, tap it again to zoom in, hold it for more.')
  : sayLater('Click a box to zoom in, right click for more; ? lists the keys.');

/** How long the panel waits for the pointer that left a frame. */
const LOOK_MILLIS = 600;

export class FlamePanel {
  readonly details: Details;
  /** The frame in the panel. */
  looked = 0;
  private readonly app: App;
  private readonly view: FlameView;
  private readonly latestLabels = new Latest();
  private readonly latestSource = new Latest();
  private readonly source = h('div', {class: 'details-source'});
  private payload: FlamePayload | undefined;
  private timer = 0;
  private shownSource = '';

  /** @param onCommand  a button was pressed; the frame in the panel is the chosen one by then */
  constructor(app: App, view: FlameView, onCommand: (name: string) => void) {
    this.app = app;
    this.view = view;
    this.details = new Details(
      (name) => {
        if (this.looked !== view.selected) this.choose(this.looked);
        onCommand(name);
      },
      say`Each box is a function; its width is its share of the total. ${say(POINTING)}`,
    );
    this.details.onLabel = ({key, pattern}) => {
      const {filters} = app.store.state;
      app.store.set({filters: [...filters, {kind: 'tag', text: `${key}=${pattern}`}], zoom: 0});
    };
    this.details.element.append(this.source);
    this.details.element.addEventListener('pointerenter', () => clearTimeout(this.timer));
    this.details.element.addEventListener('pointerleave', () => this.lookAt(NONE));
  }

  /** Chooses a frame of another tree. */
  reset(payload: FlamePayload, node: number): void {
    this.payload = payload;
    this.choose(node);
  }

  choose(node: number): void {
    this.view.select(node);
    this.show(node, true);
  }

  /** Shows the frame under the pointer; once it has left, the chosen one, if it did not go to the panel. */
  lookAt(node: number): void {
    clearTimeout(this.timer);
    if (node === NONE) this.timer = window.setTimeout(() => this.show(this.view.selected, false), LOOK_MILLIS);
    else this.show(node, false);
  }

  show(node: number, isChosen: boolean): void {
    if (this.payload === undefined || node === NONE) return;
    this.looked = node;
    this.details.show(this.payload, node);
    this.details.hideLabels(node !== this.view.selected);
    if (!isChosen) return;
    const {state} = this.app.store;
    this.showSource(state);
    const work = this.app.client.request<LabelShare[]>({
      kind: 'labels',
      names: state.packages ? [] : labelledNames(this.payload, node, state.pivot),
      ...subjectOf(this.app, state),
    });
    void this.latestLabels.run(
      work,
      (labels) => this.details.showLabels(labels),
      () => undefined,
    );
  }

  /** The source of the chosen frame, where the page has sources and shows them. */
  showSource({packages, source}: ViewState): void {
    const {payload, view} = this;
    if (payload === undefined) return;
    const {fn, names} = payload.tree;
    const name =
      source && !packages && view.selected > 0 && pageOptions().hasSources === true ? names[fn[view.selected]] : '';
    if (name === this.shownSource) return;
    this.shownSource = name;
    const loaded =
      name === '' ? Promise.resolve([]) : import('./source.ts').then((part) => part.sourceOf(this.app, name));
    void this.latestSource.run(loaded, (tables) => fill(this.source, tables), this.app.fail);
  }
}
