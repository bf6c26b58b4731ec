/**
 * The style sheet keeps to its scales: six sizes of text, ten of space, colours with names, no motion to speak of.
 */
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {differenceColor, GROUND} from '../../viewer/flame/colors.ts';

const css = readFileSync('viewer/style.css', 'utf8').replace(/\/\*.*?\*\//gs, '');

const TEXT = {tiny: 11, small: 13, body: 14, large: 16, title: 20, figure: 24};
/** In pixels; one is for lines. */
const SPACE = [0, 1, 2, 4, 6, 8, 12, 16, 24, 32];

function declarations(property: RegExp): string[] {
  return [...css.matchAll(/([a-z-]+):\s*([^;{}]+);/g)]
    .filter(([, name]) => property.test(name))
    .map(([, , value]) => value.replace(/\s+/g, ' '));
}

/** Custom properties of the rule with this selector. */
function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/--([a-z-]+): ([^;]+);/g)].map(([, name, value]) => [name, value]));
}

const light = tokens(':root');
const darkOnly = tokens(':root[data-theme="dark"]');
const dark = new Map([...light, ...darkOnly]);

it('text has one of six sizes', () => {
  const sizes = [...light].filter(([name]) => name.startsWith('text-'));
  expect(
    Object.fromEntries(sizes.map(([name, size]) => [name.slice('text-'.length), Number.parseInt(size, 10)])),
  ).toEqual(TEXT);
  const others = declarations(/^font(-size)?$/).filter(
    (value) => !/^(?:\d+ )?var\(--text-[a-z]+\)/.test(value) && value !== 'inherit',
  );
  expect(others).toEqual([]);
});

it('space has one of ten sizes', () => {
  const values = declarations(/^(?:padding|margin|(?:row-|column-)?gap)(?:-[a-z-]+)?$/);
  expect(values.length).toBeGreaterThan(100);
  const off = values.filter((value) =>
    [...value.matchAll(/([\d.]+)(px|rem|em)\b/g)].some(
      ([, size, unit]) => unit !== 'px' || !SPACE.includes(Number(size)),
    ),
  );
  expect(off).toEqual([]);
});

it('every colour has a name, and the dark theme says only what it has another value for', () => {
  const rules = css.replace(/:root(?:\[data-theme="dark"\])? \{[^}]*\}/g, '');
  expect(rules.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\([^)]*\)/gi) ?? []).toEqual([]);
  const used = new Set([...css.matchAll(/var\(--([a-z-]+)/g)].map(([, name]) => name));
  const set = new Set([...css.matchAll(/--([a-z-]+):/g)].map(([, name]) => name));
  const byScript = ['key', 'size', 'share', 'before', 'after', 'at', 'hue', 'width', 'depth'];
  expect([...used].filter((name) => !set.has(name) && !byScript.includes(name))).toEqual([]);
  const colours = (theme: Map<string, string>): string[] =>
    [...theme].filter(([, value]) => /^(?:#|rgb)/.test(value)).map(([name]) => name);
  expect(colours(darkOnly).filter((name) => !light.has(name))).toEqual([]);
  expect(colours(darkOnly).filter((name) => light.get(name) === darkOnly.get(name))).toEqual([]);
});

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Linear light as an eye without one kind of cones has it: Machado, Oliveira, Fernandes 2009, severity 1. */
const SIGHT: Readonly<Record<string, Matrix>> = {
  protanopic: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopic: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopic: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function see([r, g, b]: Matrix, color: Rgb): Rgb {
  const light = linear(color);
  return [times(r, light), times(g, light), times(b, light)];
}

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('in the %s theme', (theme, named) => {
  it.each([
    ['ink', 'ground'],
    ['ink', 'panel'],
    ['ink', 'bar'],
    ['quiet', 'ground'],
    ['quiet', 'panel'],
    ['accent', 'ground'],
    ['accent', 'accent-ground'],
    ['bad', 'bad-ground'],
    ['warn', 'warn-ground'],
    ['more', 'ground'],
    ['less', 'ground'],
  ])('%s on %s has a contrast of 4.5', (ink, ground) => {
    expect(contrast(parse(named.get(ink)), parse(named.get(ground)))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(SIGHT))('more and less differ for %s eyes', (_, sight) => {
    const distance = (a: Rgb, b: Rgb): number => Math.hypot(...difference(oklab(see(sight, a)), oklab(see(sight, b))));
    expect(distance(parse(named.get('more')), parse(named.get('less')))).toBeGreaterThan(0.1);
    expect(distance(differenceColor(1, theme), differenceColor(-1, theme))).toBeGreaterThan(0.1);
    expect(distance(differenceColor(1, theme), GROUND[theme])).toBeGreaterThan(0.1);
  });
});

it('nothing moves for longer than 150 ms, and nothing at all by a script', () => {
  const times = declarations(/^(?:transition|animation)(?:-duration)?$/).map((value) => {
    const [duration = '0s'] = value.match(/[\d.]+m?s\b/) ?? [];
    return Number.parseFloat(duration) * (duration.endsWith('ms') ? 1 : 1000);
  });
  expect(times.filter((millis) => millis > 150)).toEqual([]);
  // What moved at all would need a rule for those who want no motion.
  if (times.some((millis) => millis > 0)) expect(css).toContain('@media (prefers-reduced-motion: reduce)');
  expect(css).not.toMatch(/scroll-behavior: *smooth/);
});

function parse(hex = ''): Rgb {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function linear([r, g, b]: Rgb): Rgb {
  const part = (value: number): number =>
    value <= 10.31 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return [part(r), part(g), part(b)];
}

function contrast(a: Rgb, b: Rgb): number {
  const [dim, bright] = [a, b].map((color) => times([0.2126, 0.7152, 0.0722], linear(color))).sort((x, y) => x - y);
  return (bright + 0.05) / (dim + 0.05);
}

function times(row: Rgb, [x, y, z]: Rgb): number {
  return row[0] * x + row[1] * y + row[2] * z;
}

function difference(a: Rgb, b: Rgb): number[] {
  return a.map((value, i) => value - b[i]);
}

/** Of linear light: Ottosson 2020. */
function oklab(light: Rgb): Rgb {
  const root = (row: Rgb): number => Math.cbrt(Math.max(0, times(row, light)));
  const cones: Rgb = [
    root([0.4122214708, 0.5363325363, 0.0514459929]),
    root([0.2119034982, 0.6806995451, 0.1073969566]),
    root([0.0883024619, 0.2817188376, 0.6299787005]),
  ];
  return [
    times([0.2104542553, 0.793617785, -0.0040720468], cones),
    times([1.9779984951, -2.428592205, 0.4505937099], cones),
    times([0.0259040371, 0.7827717662, -0.808675766], cones),
  ];
}
