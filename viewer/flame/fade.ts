/**
 * What a search leaves of the colours of frames that it does not find.
 */
import type {Rgb, Theme} from '../../src/render/words/palette.ts';
import {GROUND, mix, pack} from './colors.ts';

/** A power of two. */
const FADE_SLOTS = 1024;

/** Fades every colour but those of matching frames to a third. */
export function fadeOthers(colors: Uint32Array, isMatch: Uint8Array, theme: Theme): Uint32Array {
  const ground = GROUND[theme];
  // Few colours for many nodes: faded ones are kept in slots by colour, which is never 0.
  const known = new Uint32Array(FADE_SLOTS);
  const faded = new Uint32Array(FADE_SLOTS);
  const result = new Uint32Array(colors.length);
  for (let node = 0; node < colors.length; node++) {
    const color = colors[node];
    if (isMatch[node] === 1) {
      result[node] = color;
      continue;
    }
    const slot = (color ^ (color >>> 9) ^ (color >>> 18)) & (FADE_SLOTS - 1);
    if (known[slot] !== color) {
      known[slot] = color;
      faded[slot] = pack(mix(ground, unpack(color), 0.35));
    }
    result[node] = faded[slot];
  }
  return result;
}

function unpack(color: number): Rgb {
  return [color & 255, (color >> 8) & 255, (color >> 16) & 255];
}
