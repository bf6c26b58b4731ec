/**
 * The colours of the flamegraph and what they mean: by package at first, by what the state says once that is there.
 */
import type {Theme} from '../../../src/render/words/palette.ts';
import {packageColors, signedColors} from '../../flame/colors.ts';
import type {FlamePayload} from '../../protocol.ts';
import type {ColorChoice, ViewState} from '../../state.ts';
import {comparisonPair} from '../compare/pair.ts';
import {type App, currentInput, Latest} from '../screen.ts';
import type {Look} from './looks.ts';
import type * as More from './more.ts';

export class FlameColors {
  /** By other than the package, once it was asked for. */
  look: Look | undefined;
  private readonly app: App;
  private readonly onChange: () => void;
  private readonly latest = new Latest();
  private shown: ColorChoice | '' = '';

  /** @param onChange  called when there are other colours */
  constructor(app: App, onChange: () => void) {
    this.app = app;
    this.onChange = onChange;
  }

  /** For another tree. */
  reset(): void {
    this.look = undefined;
    this.shown = '';
  }

  /** What the shown frames can be coloured by: those of a tree of callers have no value of their own. */
  choices(): readonly ColorChoice[] {
    const {state} = this.app.store;
    const hasSelf = state.mode === 'down' || state.mode === 'callees';
    const {hasWaits} = currentInput(this.app, state);
    const choices: ColorChoice[] = ['package'];
    if (hasWaits) choices.push('wait');
    if (hasSelf) choices.push('self');
    if (this.base() >= 0) choices.push('change');
    return choices;
  }

  /** The input that changes are against, -1 for none. */
  private base(): number {
    const {inputs} = this.app.opened;
    const {state} = this.app.store;
    const pair = comparisonPair(inputs, state);
    if (typeof pair === 'string') return -1;
    return pair.after === state.input ? pair.before : pair.before === state.input ? pair.after : -1;
  }

  of(payload: FlamePayload, theme: Theme, more: typeof More | undefined): [Uint32Array, HTMLElement[]] {
    if (this.look !== undefined) return this.look.of(theme);
    if (payload.isSigned) return [signedColors(payload, theme), more?.signLegend(theme) ?? []];
    const {store} = this.app;
    const {kind} = currentInput(this.app, store.state);
    const legend = more?.packageLegend(payload, kind, theme, (text) =>
      store.set({filters: [...store.state.filters, {kind: 'focus', text}], zoom: 0}),
    );
    return [packageColors(payload, theme), legend ?? []];
  }

  /** Colours by what the state says. */
  update(payload: FlamePayload, state: ViewState): void {
    const color = this.choices().includes(state.color) ? state.color : 'package';
    if (color === this.shown) return;
    this.shown = color;
    if (color === 'package' && this.look === undefined) return;
    const asked = import('./more.ts').then(({lookOf}) => lookOf(this.app, payload, color, this.base()));
    void this.latest.run(
      asked,
      (look) => {
        this.look = look;
        this.onChange();
      },
      this.app.fail,
    );
  }
}
