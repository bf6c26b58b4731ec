/**
 * One colour per node, ready to be copied into pixels (0xAABBGGRR).
 */
import {CUT_GROUP} from '../../src/analysis/tree/flame-tree.ts';
import {NEUTRAL_ROW, palette, type Rgb, type Theme} from '../../src/render/words/palette.ts';
import {h} from '../base/dom.ts';
import type {FlamePayload} from '../protocol.ts';

/** Of names on boxes. */
export const INK: Readonly<Record<Theme, string>> = {light: '#16191d', dark: '#f2f4f7'};

export const GROUND: Readonly<Record<Theme, Rgb>> = {light: [255, 255, 255], dark: [22, 25, 29]};

/** More is orange, less is blue: distinguishable with every kind of colour vision. Labels keep 4.5:1 on all of them. */
const DIFFERENCE: Readonly<Record<Theme, Readonly<Record<'more' | 'less' | 'even', Rgb>>>> = {
  light: {more: [230, 159, 102], less: [107, 174, 214], even: [222, 224, 227]},
  dark: {more: [164, 84, 24], less: [24, 98, 148], even: [58, 63, 70]},
};

export function packageColors(payload: FlamePayload, theme: Theme): Uint32Array {
  const rows = palette(theme);
  const {tree} = payload;
  const neutral = pack(rows[NEUTRAL_ROW]);
  const packed = rows.map(pack);
  const colors = new Uint32Array(tree.length);
  for (let node = 0; node < tree.length; node++) colors[node] = packed[payload.hues[tree.fn[node]]];
  colors[0] = neutral;
  const group = payload.kind.indexOf(CUT_GROUP);
  if (group >= 0) colors[group] = neutral;
  return colors;
}

/** Values above zero in the colour of more, below in that of less, by their share. */
export function signedColors({tree, whole}: FlamePayload, theme: Theme): Uint32Array {
  return Uint32Array.from(tree.total, (total) =>
    pack(differenceColor(total === 0 ? undefined : total / Math.max(whole, Math.abs(total)), theme)),
  );
}

/** @param share  change beyond noise, −1…1; undefined for what did not move */
export function differenceColor(share: number | undefined, theme: Theme): Rgb {
  const {even, less, more} = DIFFERENCE[theme];
  return share === undefined ? even : mix(even, share > 0 ? more : less, strengthOf(share));
}

/** Even a small change is seen, and a large one is not much stronger than a medium one. */
function strengthOf(share: number): number {
  return Math.min(1, 0.25 + 0.75 * Math.sqrt(Math.abs(share)));
}

export function pack([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * share);
  return [part(0), part(1), part(2)];
}

/** A colour and what it means. */
export function legendKey(text: string, color: string): HTMLElement {
  const key = h('span', {class: 'key'}, text);
  key.style.setProperty('--key', color);
  return key;
}
