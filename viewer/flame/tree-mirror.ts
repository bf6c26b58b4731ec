/**
 * The flamegraph for screen readers: a tree of the chosen frame, its callers, siblings and callees, beside the canvas,
 * with focus and keys.
 */
import {say} from '../../src/base/language/say.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import {fill, h} from '../base/dom.ts';
import {percent, shownName, value} from '../base/text.ts';
import {childrenOf, pathTo} from './navigation.ts';

const MAX_SIBLINGS = 24;
/** The nearest callers of the chosen frame: a stack may have a million. */
const MAX_CALLERS = 200;
let instances = 0;

export class TreeMirror {
  readonly element: HTMLElement;
  private readonly prefix = `frame-${instances++}-`;
  private readonly onChoose: (node: number) => void;
  private tree: CallTree | undefined;
  private chosen = 0;

  constructor(label: string, onChoose: (node: number) => void) {
    this.onChoose = onChoose;
    this.element = h('div', {class: 'tree-mirror', role: 'tree', tabindex: 0, 'aria-label': say(label)});
  }

  show(tree: CallTree, chosen: number): void {
    if (tree === this.tree && chosen === this.chosen) return;
    this.tree = tree;
    this.chosen = chosen;
    const path = pathTo(tree, chosen);
    const items: HTMLElement[] = path
      .slice(0, -1)
      .slice(-MAX_CALLERS)
      .map((node) => this.item(tree, node, chosen));
    const above = path[path.length - 2];
    const siblings = above === undefined ? [chosen] : around(childrenOf(tree, above), chosen);
    for (const sibling of siblings) {
      items.push(this.item(tree, sibling, chosen));
      if (sibling !== chosen) continue;
      for (const child of childrenOf(tree, chosen).slice(0, MAX_SIBLINGS)) items.push(this.item(tree, child, chosen));
    }
    fill(this.element, items);
    this.element.setAttribute('aria-activedescendant', this.prefix + chosen);
  }

  private item(tree: CallTree, node: number, chosen: number): HTMLElement {
    const above = tree.parent[node];
    const siblings = above < 0 ? [node] : childrenOf(tree, above);
    const name = shownName(tree.names[tree.fn[node]]);
    const share = percent(tree.total[node], tree.total[0]);
    return h(
      'div',
      {
        id: this.prefix + node,
        role: 'treeitem',
        'aria-level': tree.depth[node] + 1,
        'aria-setsize': siblings.length,
        'aria-posinset': siblings.indexOf(node) + 1,
        'aria-selected': node === chosen ? 'true' : 'false',
        onclick: () => this.onChoose(node),
      },
      say`${name}, total ${value(tree.total[node], tree.unit)}, ${share}, depth ${tree.depth[node]}`,
    );
  }
}

/** The siblings near the chosen one. */
function around(siblings: readonly number[], chosen: number): readonly number[] {
  const at = siblings.indexOf(chosen);
  const from = Math.max(0, at - MAX_SIBLINGS / 2);
  return siblings.slice(from, from + MAX_SIBLINGS);
}
