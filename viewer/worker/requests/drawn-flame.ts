/**
 * As little of a flamegraph as its first picture needs, for a page that carries it inside.
 */
import {isLabelled} from '../../flame/paint.ts';
import type {DrawnFlame, FlamePayload} from '../../protocol.ts';

/** Pixels; on wider screens boxes stay without their names until the page has the whole. */
const WIDEST = 4096;

export function drawnFlame({hues, kind, layout, repeatCount, tree}: FlamePayload): DrawnFlame {
  const {fn, isInlined, length, names} = tree;
  const isRead = new Uint8Array(names.length);
  for (let node = 0; node < length; node++) if (isLabelled(layout.width[node] * WIDEST)) isRead[fn[node]] = 1;
  const {order, rowLeft, rowStart, width} = layout;
  return {
    tree: {fn, isInlined, length, names: names.map((name, i) => (isRead[i] === 1 ? name : ''))},
    layout: {order, rowLeft, rowStart, width},
    kind,
    repeatCount,
    hues,
  };
}
