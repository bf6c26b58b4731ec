/**
 * The flamegraph of the largest stacks of an input, shown while the rest is read.
 */

import {NONE} from '../../src/base/columns.ts';
import {say, sayLater} from '../../src/base/language/say.ts';
import type {Theme} from '../../src/render/words/palette.ts';
import {h} from '../base/dom.ts';
import {INK, packageColors} from '../flame/colors.ts';
import {Details} from '../flame/details.ts';
import {FlameView} from '../flame/flame-view.ts';
import {move} from '../flame/moves.ts';
import type {FlamePayload} from '../protocol.ts';
import {commandFor} from './keys.ts';

/** @param onZoom  called with the frame that fills the width */
export function flamePreview(payload: FlamePayload, theme: Theme, onZoom: (node: number) => void): HTMLElement {
  let zoomed = 0;
  const zoom = (node: number): void => {
    zoomed = node;
    view.zoomTo(node);
    onZoom(node);
  };
  const view: FlameView = new FlameView(
    {
      onHover: (node) => details.show(payload, node === NONE ? view.selected : node),
      onSelect: (node) => details.show(payload, node),
      onZoom: zoom,
    },
    sayLater('Flamegraph frames'),
  );
  const details = new Details(() => zoom(view.selected), say('The largest frames so far.'), ['zoom']);
  const commands: Readonly<Record<string, () => void>> = {
    zoom: () => zoom(view.selected),
    up: () => zoom(Math.max(0, payload.tree.parent[zoomed])),
    all: () => zoom(0),
  };
  view.element.addEventListener('keydown', (event) => {
    const command = commandFor(event, false);
    const run = commands[command];
    run?.();
    if (run !== undefined || move(view, command)) event.preventDefault();
  });
  details.show(payload, 0);
  const element = h(
    'section',
    {class: 'preview unpainted', 'aria-label': say('Preview'), 'aria-busy': 'true'},
    h('p', {class: 'notes'}, say('The largest frames, with exact values; the rest is still being read.')),
    h('div', {class: 'flame-and-details'}, view.element, details.element),
  );
  // Once it is laid out: both at once would hold the page up, which is busy enough.
  requestAnimationFrame(() => {
    view.show({payload, colors: packageColors(payload, theme), theme, ink: INK[theme]});
    element.classList.remove('unpainted');
    element.setAttribute('aria-busy', 'false');
  });
  return element;
}
