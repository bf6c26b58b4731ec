/**
 * What a flamegraph shows, and whom it tells what is done with it.
 */
import type {Theme} from '../../src/render/words/palette.ts';
import type {FlamePayload} from '../protocol.ts';
import type {Matches} from './navigation.ts';

/** What a flamegraph shows. */
export interface FlameContent {
  readonly payload: FlamePayload;
  readonly colors: Uint32Array;
  readonly theme: Theme;
  /** Colour of labels. */
  readonly ink: string;
  /** Whether callers are at the bottom. */
  readonly isFlipped?: boolean;
  readonly isMatch?: Uint8Array | undefined;
  readonly matches?: Matches | undefined;
  readonly isHatched?: ((node: number) => boolean) | undefined;
  /** Stands before the name of a frame. */
  readonly signOf?: ((node: number) => string) | undefined;
}

export interface FlameHandlers {
  /** The frame under the pointer, NONE when it left. */
  onHover(node: number): void;
  /** The frame chosen by click or key. */
  onSelect(node: number): void;
  /** The frame to fill the width. */
  onZoom(node: number): void;
  /** Where a menu for the chosen frame was asked for. */
  onMenu?(at: {readonly x: number; readonly y: number}): void;
}
