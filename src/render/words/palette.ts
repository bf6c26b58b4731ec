/**
 * Colours of frames: one of twelve hues per package, fixed, so a package looks the same in every file and on every
 * screen; the runtime and the standard library step back in grey-blue.
 *
 * Lightness and chroma are such that black (light theme) or white (dark theme) text keeps a contrast of 4.5:1.
 */
import {identityName, isRuntimePackage, isStandardPackage, packageOf} from '../../model/symbol.ts';

export type Theme = 'light' | 'dark';
export type Rgb = readonly [red: number, green: number, blue: number];

const HUE_COUNT = 12;
/** Palette rows after the hues. */
const STANDARD_ROW: number = HUE_COUNT;
const RUNTIME_ROW: number = HUE_COUNT + 1;
/** Code without symbols, and boxes that stand for many. */
export const NEUTRAL_ROW: number = HUE_COUNT + 2;

const LIGHTNESS: Readonly<Record<Theme, number>> = {light: 0.84, dark: 0.45};
const FIRST_HUE = 20;

/** Row of the palette for a raw function name. */
export function paletteRow(name: string): number {
  const importPath = packageOf(name);
  if (importPath === '') return neutralName(name) ? NEUTRAL_ROW : hash(classOf(identityName(name))) % HUE_COUNT;
  if (isRuntimePackage(importPath)) return RUNTIME_ROW;
  if (isStandardPackage(importPath)) return STANDARD_ROW;
  return hash(importPath) % HUE_COUNT;
}

/** The palette of a theme, row by row. */
export function palette(theme: Theme): Rgb[] {
  const lightness = LIGHTNESS[theme];
  const colors: Rgb[] = [];
  for (let row = 0; row < HUE_COUNT; row++) {
    colors.push(oklchToRgb(lightness, 0.085, FIRST_HUE + (row * 360) / HUE_COUNT));
  }
  const shade = theme === 'light' ? 1 : -1;
  colors.push(oklchToRgb(lightness + 0.03 * shade, 0.03, 250));
  colors.push(oklchToRgb(lightness - 0.03 * shade, 0.025, 250));
  colors.push(oklchToRgb(lightness + 0.02 * shade, 0.004, 250));
  return colors;
}

/** `#rrggbb`. */
export function hexColor(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function neutralName(name: string): boolean {
  return name.startsWith('[') || name.startsWith('<') || name === 'root';
}

/** C++ and Java: everything before the last segment, so methods of a class share a hue. */
function classOf(name: string): string {
  const bracket = name.search(/[(<]/);
  const plain = bracket < 0 ? name : name.slice(0, bracket);
  const end = Math.max(plain.lastIndexOf('::'), plain.lastIndexOf('.'), plain.lastIndexOf('/'));
  return end > 0 ? plain.slice(0, end) : plain;
}

/** FNV-1a over UTF-16 units, then mixed so that near names fall far apart. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  state ^= state >>> 15;
  return Math.imul(state, 0x2c1b3c6d) >>> 8;
}

/** OKLCH to sRGB after Björn Ottosson's matrices; out-of-gamut parts are clipped. */
export function oklchToRgb(lightness: number, chroma: number, hueDegrees: number): Rgb {
  const hue = (hueDegrees * Math.PI) / 180;
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toSrgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toSrgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toSrgb(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function toSrgb(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  const curved = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(curved * 255);
}
