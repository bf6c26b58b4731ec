/**
 * The packages with most value of their own, each with its colour: a press leaves only the stacks that run through it.
 */
import {quotePattern} from '../../src/base/quote-pattern.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import {packageOf} from '../../src/model/symbol.ts';
import {hexColor, palette, type Theme} from '../../src/render/words/palette.ts';
import {h} from '../base/dom.ts';
import {percent, safeText} from '../base/text.ts';
import type {FlamePayload} from '../protocol.ts';

const SHOWN = 10;
const LEAST_SHARE = 0.005;

interface PackageShare {
  readonly path: string;
  readonly hue: number;
  self: number;
}

/** @param onPackage  called with a pattern for the functions of a package */
export function packageLegend(
  {hues, tree, whole}: FlamePayload,
  theme: Theme,
  onPackage: (pattern: string) => void,
): HTMLElement[] {
  const colors = palette(theme);
  return heaviest(tree, hues, whole).map(({hue, path, self}) => {
    const short = path.split('/').slice(-2).join('/');
    const key = h(
      'button',
      {
        type: 'button',
        class: 'key',
        title: `only stacks with ${safeText(path)}`,
        onclick: () => onPackage(patternOf(path)),
      },
      safeText(short),
      h('span', {class: 'place'}, ` ${percent(self, whole)}`),
    );
    key.style.setProperty('--key', hexColor(colors[hue]));
    return key;
  });
}

function heaviest({fn, length, names, self}: CallTree, hues: Uint8Array, whole: number): PackageShare[] {
  const byName = new Float64Array(names.length);
  for (let node = 1; node < length; node++) byName[fn[node]] += self[node];
  const found = new Map<string, PackageShare>();
  for (const [row, amount] of byName.entries()) {
    const path = amount === 0 ? '' : packageOf(names[row]);
    if (path === '') continue;
    const share = found.get(path) ?? {path, hue: hues[row], self: 0};
    share.self += amount;
    found.set(path, share);
  }
  return [...found.values()]
    .filter((share) => share.self > LEAST_SHARE * whole)
    .sort((a, b) => b.self - a.self)
    .slice(0, SHOWN);
}

/** Names of vendored packages have more in front of the path. */
function patternOf(path: string): string {
  return `(?:^|/)${quotePattern(path)}\\.`;
}
