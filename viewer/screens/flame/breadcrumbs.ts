/**
 * Breadcrumbs: the way from everything to the zoomed frame, each step a button.
 */
import {say} from '../../../src/base/language/say.ts';
import type {CallTree} from '../../../src/model/call-tree.ts';
import {button, fill, h} from '../../base/dom.ts';
import {shownName, value} from '../../base/text.ts';
import {pathTo} from '../../flame/navigation.ts';

/** More steps than this are cut in the middle. */
const SHOWN_STEPS = 4;

/** @param whole  what everything is called where nothing is zoomed */
export function breadcrumbs(
  nav: HTMLElement,
  tree: CallTree,
  zoom: number,
  onChoose: (node: number) => void,
  whole: string = say`all: ${value(tree.total[0], tree.unit)}`,
): void {
  const path = pathTo(tree, Math.min(zoom, tree.length - 1)).slice(1);
  const shown = path.length <= SHOWN_STEPS ? path : path.slice(-SHOWN_STEPS + 1);
  const step = (node: number, label: string): HTMLElement =>
    h(
      'li',
      {},
      button(label, () => onChoose(node), node === path[path.length - 1] ? {'aria-current': 'location'} : {}),
    );
  // What the picture shows stands where the path will be: the row is there in any case.
  fill(nav, [
    path.length === 0 && h('p', {class: 'place'}, whole),
    path.length > 0 &&
      h(
        'ol',
        {},
        step(0, say('all')),
        shown.length < path.length && h('li', {}, say`${path.length - shown.length} frames`),
        shown.map((node) => step(node, shownName(tree.names[tree.fn[node]]))),
      ),
  ]);
}
