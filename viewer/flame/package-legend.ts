/**
 * The packages with most value, each with its colour: a press leaves only the stacks that run through it.
 *
 * In a goroutine profile what the runtime does at the end of a stack counts for the package that called it: each ends in
 * `runtime.gopark`, which names nobody.
 */
import {say} from '../../src/base/language/say.ts';
import {quotePattern} from '../../src/base/quote-pattern.ts';
import type {CallTree} from '../../src/model/call-tree.ts';
import type {ProfileKind} from '../../src/model/profile.ts';
import {packageOf} from '../../src/model/symbol.ts';
import {hexColor, palette, type Theme} from '../../src/render/words/palette.ts';
import {h} from '../base/dom.ts';
import {percent, safeText} from '../base/text.ts';
import type {FlamePayload} from '../protocol.ts';
import {differenceColor, legendKey} from './colors.ts';

const SHOWN = 10;
const LEAST_SHARE = 0.005;

/** Packages that act for their caller. */
const PLUMBING = /^(?:runtime|sync|syscall|internal)(?:\/|$)/;

interface PackageShare {
  readonly path: string;
  readonly hue: number;
  value: number;
}

/**
 * @param kind       of the profile
 * @param onPackage  called with a pattern for the functions of a package
 */
export function packageLegend(
  {hues, tree, whole}: FlamePayload,
  kind: ProfileKind,
  theme: Theme,
  onPackage: (pattern: string) => void,
): HTMLElement[] {
  const colors = palette(theme);
  return heaviest(tree, hues, whole, kind.startsWith('goroutine')).map(({hue, path, value}) => {
    const short = path.split('/').slice(-2).join('/');
    const key = h(
      'button',
      {
        type: 'button',
        class: 'key',
        title: say`only stacks with ${safeText(path)}`,
        onclick: () => onPackage(packagePattern(path)),
      },
      safeText(short),
      h('span', {class: 'place'}, ` ${percent(value, whole)}`),
    );
    key.style.setProperty('--key', hexColor(colors[hue]));
    return key;
  });
}

function heaviest(
  {fn, length, names, parent, self}: CallTree,
  hues: Uint8Array,
  whole: number,
  isOfWaits: boolean,
): PackageShare[] {
  const packages = names.map(packageOf);
  const isPlumbing = packages.map((path) => isOfWaits && PLUMBING.test(path));
  // Parents come before children: each node knows who its value counts for, itself where nobody else called.
  const answerable = new Int32Array(length);
  const found = new Map<string, PackageShare>();
  for (let node = 1; node < length; node++) {
    const above = answerable[parent[node]];
    answerable[node] = isPlumbing[fn[node]] && above > 0 ? above : node;
    const name = fn[answerable[node]];
    const path = packages[name];
    if (self[node] === 0 || path === '') continue;
    const share = found.get(path) ?? {path, hue: hues[name], value: 0};
    share.value += self[node];
    found.set(path, share);
  }
  return [...found.values()]
    .filter(({value}) => value > LEAST_SHARE * whole)
    .sort((a, b) => b.value - a.value)
    .slice(0, SHOWN);
}

/** For the functions of a package; names of vendored ones have more in front of the path. */
export function packagePattern(path: string): string {
  return `(?:^|/)${quotePattern(path)}\\.`;
}

/** Of a profile with values below zero: the difference of two. */
export function signLegend(theme: Theme): HTMLElement[] {
  return [
    h('span', {}, say('values of this profile are changes:')),
    legendKey(say('+ more'), hexColor(differenceColor(1, theme))),
    legendKey(say('- less'), hexColor(differenceColor(-1, theme))),
  ];
}
