/**
 * What a screen is, and what all screens share.
 */

import {isDumpKind} from '../../src/model/dump-kind.ts';
import type {Theme} from '../../src/render/words/palette.ts';
import type {Client} from '../client.ts';
import type {Diagnosed, FlamePayload, InputSummary, OpenedInputs, Subject} from '../protocol.ts';
import type {Store, ViewState} from '../state.ts';

/** What the screens share. */
export interface App {
  readonly client: Client;
  readonly store: Store;
  readonly opened: OpenedInputs;
  /** The preview shown while the input was read; the zoom is a node of its tree. */
  readonly preview: FlamePayload | undefined;
  /** What the inputs are called, in their order; no two alike where that can be had. */
  readonly names: readonly string[];
  /** What is wrong with the inputs; looked for once. */
  diagnosed(): Promise<Diagnosed>;
  theme(): Theme;
  /** Runs a command of the key table. */
  run(command: string): void;
  /** Says something for a moment, to eyes and screen readers. */
  say(text: string): void;
  /** Shows what went wrong with an answer. */
  fail(error: unknown): void;
  /** Shows how the search went in the header. */
  showSearch(text: string, isBad?: boolean): void;
}

export interface Screen {
  readonly element: HTMLElement;
  update(state: ViewState): void;
  /** Runs a command of the key table; false when it is none of this screen's. */
  command?(name: string): boolean;
  /** Where the focus goes when the screen is opened by key. */
  focus?(): void;
  /** Redraws after the theme changed. */
  repaint?(): void;
  /** The current picture, null where there is none. */
  toPng?(done: (blob: Blob | null) => void): void;
}

export function currentInput({opened}: Pick<App, 'opened'>, state: ViewState): InputSummary {
  return opened.inputs[Math.min(state.input, opened.inputs.length - 1)];
}

export function isDump(input: InputSummary | undefined): boolean {
  return input !== undefined && isDumpKind(input.kind);
}

/** The input whose goroutines are shown: the chosen one if it is a dump, else the first that is; -1 for none. */
export function goroutineInput({opened}: Pick<App, 'opened'>, state: ViewState): number {
  return isDump(opened.inputs[state.input]) ? state.input : opened.inputs.findIndex(isDump);
}

/** The sample type the state names, or the input's own choice. */
export function sampleTypeOf(input: InputSummary, state: ViewState): number {
  const named = input.sampleTypes.findIndex(({type}) => type === state.type);
  return named >= 0 ? named : input.defaultSampleType;
}

export function subjectOf(app: Pick<App, 'opened'>, state: ViewState): Subject {
  const input = Math.min(state.input, app.opened.inputs.length - 1);
  return {
    input,
    sampleType: sampleTypeOf(app.opened.inputs[input], state),
    filters: state.filters,
  };
}

/** Runs only the last of several overlapping requests to its end. */
export class Latest {
  private turn = 0;

  async run<T>(work: Promise<T>, then: (result: T) => void, onError: (error: unknown) => void): Promise<void> {
    const turn = ++this.turn;
    try {
      const result = await work;
      if (turn === this.turn) then(result);
    } catch (error) {
      if (turn === this.turn) onError(error);
    }
  }
}
