/**
 * Pieces of the flamegraph picture that are the same for every profile: its style sheet and the legend of packages.
 */
import {formatPercent} from '../../base/units.ts';
import type {CallTree} from '../../model/call-tree.ts';
import {packageOf} from '../../model/symbol.ts';
import {hexColor, palette, paletteRow} from '../words/palette.ts';
import {xmlText} from '../words/xml.ts';

const FONT = "12px ui-sans-serif, system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";

/** The style sheet, and the hatching of stacks that the runtime cut. */
export function svgStyle(): string {
  const fills = (theme: 'light' | 'dark'): string =>
    palette(theme)
      .map((color, row) => `.c${row}{fill:${hexColor(color)}}`)
      .join('');
  return `<style>
text{font:${FONT};fill:#16191d}
.title{font-size:17px;font-weight:600}.total{font-weight:400}.note,.legend{fill:#565d66}.end{text-anchor:end}
.path{fill-opacity:.62}.page{fill:#fff}.cut{fill:url(#cut)}.stripe{stroke:#b4bbc4;stroke-width:3}.ground{fill:#e6e9ed}
g:hover>rect{stroke:#16191d;stroke-width:1.5}
${fills('light')}
@media (prefers-color-scheme:dark){text{fill:#f2f4f7}.note,.legend{fill:#a9b1bb}.page{fill:#14171b}.stripe{stroke:#6b737d}.ground{fill:#343a42}g:hover>rect{stroke:#fff}
${fills('dark')}}
</style>
<defs><pattern id="cut" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="ground" width="8" height="8"/><path class="stripe" d="M0 0V8"/></pattern></defs>`;
}

const SWATCH = 12;
const ENTRY_GAP = 22;
const CHAR_WIDTH = 6.8;
const LINE = 20;
const MAX_LINES = 2;

/** The packages with most value of their own, each with its colour. */
export function packageLegend(tree: CallTree, at: {x: number; y: number; width: number}): string[] {
  const parts: string[] = [];
  let x = at.x;
  let y = at.y;
  for (const {name, importPath, share} of heaviestPackages(tree)) {
    const text = `${shortPath(importPath)} ${share}`;
    const width = SWATCH + 6 + text.length * CHAR_WIDTH;
    if (x + width > at.x + at.width) {
      x = at.x;
      y += LINE;
      if (y >= at.y + MAX_LINES * LINE) break;
    }
    parts.push(
      `<g><title>${xmlText(importPath)}</title><rect class="c${paletteRow(name)}" x="${x}" y="${y - 10}" width="${SWATCH}" height="${SWATCH}" rx="2"/><text class="legend" x="${x + SWATCH + 6}" y="${y}">${xmlText(text)}</text></g>`,
    );
    x += Math.ceil(width) + ENTRY_GAP;
  }
  return parts;
}

const SHOWN_PACKAGES = 12;
const SMALLEST_SHARE = 0.005;

/** Packages by flat value, with one of their functions to take the colour from. */
function heaviestPackages(tree: CallTree): {name: string; importPath: string; share: string}[] {
  const selfOfName = new Float64Array(tree.names.length);
  for (let node = 0; node < tree.length; node++) selfOfName[tree.fn[node]] += tree.self[node];
  const packages = new Map<string, {name: string; self: number}>();
  for (let row = 0; row < tree.names.length; row++) {
    if (selfOfName[row] === 0) continue;
    const importPath = packageOf(tree.names[row]);
    if (importPath === '') continue;
    const entry = packages.get(importPath) ?? {name: tree.names[row], self: 0};
    entry.self += selfOfName[row];
    packages.set(importPath, entry);
  }
  const total = tree.total[0];
  return [...packages]
    .filter(([, {self}]) => Math.abs(self) > SMALLEST_SHARE * Math.abs(total))
    .sort(([, a], [, b]) => Math.abs(b.self) - Math.abs(a.self))
    .slice(0, SHOWN_PACKAGES)
    .map(([importPath, {name, self}]) => ({name, importPath, share: formatPercent(self, total)}));
}

/** The last three elements of an import path: enough to know it. */
function shortPath(importPath: string): string {
  const elements = importPath.split('/');
  return elements.length <= 3 ? importPath : `…/${elements.slice(-2).join('/')}`;
}
