/**
 * Colours of frames other than by package: in steps a person thinks in, the further from grey the more, how long their
 * goroutines wait or what they cost themselves; or by how much they changed.
 *
 * Lightness changes along with hue, so the order shows with every kind of colour vision; labels keep 4.5:1.
 */
import {say, sayLater} from '../../src/base/language/say.ts';
import {hexColor, oklchToRgb, type Rgb, type Theme} from '../../src/render/words/palette.ts';
import {h} from '../base/dom.ts';
import type {FlamePayload} from '../protocol.ts';
import {differenceColor, legendKey, pack} from './colors.ts';

interface Step {
  /** Least minutes, or least share. */
  readonly from: number;
  readonly label: string;
}

const WAIT_STEPS: readonly Step[] = [
  {from: 0, label: sayLater('under 1 min')},
  {from: 1, label: sayLater('from 1 min')},
  {from: 10, label: sayLater('from 10 min')},
  {from: 60, label: sayLater('from 1 h')},
  {from: 360, label: sayLater('from 6 h')},
  {from: 1440, label: sayLater('from 1 day')},
];

const SELF_STEPS: readonly Step[] = [
  {from: 0, label: sayLater('under 0.1%')},
  {from: 0.001, label: sayLater('from 0.1%')},
  {from: 0.01, label: sayLater('from 1%')},
  {from: 0.05, label: sayLater('from 5%')},
  {from: 0.1, label: sayLater('from 10%')},
  {from: 0.25, label: sayLater('from 25%')},
];

/** Lightness, chroma, hue of each step. */
const RAMP: Readonly<Record<Theme, readonly (readonly [number, number, number])[]>> = {
  light: [
    [0.92, 0.01, 250],
    [0.93, 0.06, 105],
    [0.88, 0.1, 92],
    [0.82, 0.12, 75],
    [0.76, 0.13, 55],
    [0.69, 0.15, 35],
  ],
  dark: [
    [0.33, 0.01, 250],
    [0.37, 0.05, 105],
    [0.41, 0.07, 92],
    [0.45, 0.09, 75],
    [0.49, 0.11, 55],
    [0.52, 0.14, 35],
  ],
};

function stepRgb(step: number, theme: Theme): Rgb {
  const [lightness, chroma, hue] = RAMP[theme][step];
  return oklchToRgb(lightness, chroma, hue);
}

/** @param minutes  mean wait per node */
export function waitColors(minutes: Float64Array, theme: Theme): Uint32Array {
  return stepColors(minutes, WAIT_STEPS, theme);
}

/** By the share of the total that frames have themselves. */
export function selfColors({tree, whole}: FlamePayload, theme: Theme): Uint32Array {
  const shares = tree.self.map((self) => (whole === 0 ? 0 : Math.abs(self) / whole));
  return stepColors(shares, SELF_STEPS, theme);
}

function stepColors(values: Float64Array, steps: readonly Step[], theme: Theme): Uint32Array {
  const colors = steps.map((_, step) => pack(stepRgb(step, theme)));
  return Uint32Array.from(values, (value) => colors[stepOf(value, steps)]);
}

function stepOf(value: number, steps: readonly Step[]): number {
  let step = steps.length - 1;
  while (step > 0 && value < steps[step].from) step--;
  return step;
}

/** The steps of wait ages, each with its colour. */
export function waitLegend(theme: Theme): HTMLElement[] {
  return stepLegend(sayLater('mean wait:'), WAIT_STEPS, theme);
}

export function selfLegend(theme: Theme): HTMLElement[] {
  return stepLegend(sayLater('self:'), SELF_STEPS, theme);
}

/**
 * @param base     totals of the same frames in the other input
 * @param isMoved  1 for frames that moved beyond noise
 */
export function changeColors(
  {tree, whole}: FlamePayload,
  base: Float64Array,
  isMoved: Uint8Array,
  theme: Theme,
): Uint32Array {
  const most = Math.max(Math.abs(whole), Math.abs(base[0]), 1e-9);
  return Uint32Array.from(tree.total, (total, node) =>
    pack(differenceColor(isMoved[node] === 1 ? (total - base[node]) / most : undefined, theme)),
  );
}

/** @param name  of the other input */
export function changeLegend(name: string, theme: Theme): HTMLElement[] {
  return [
    h('span', {}, say`change from ${name}:`),
    legendKey(say('more'), hexColor(differenceColor(1, theme))),
    legendKey(say('less'), hexColor(differenceColor(-1, theme))),
    legendKey(say('unchanged'), hexColor(differenceColor(undefined, theme))),
  ];
}

function stepLegend(title: string, steps: readonly Step[], theme: Theme): HTMLElement[] {
  return [
    h('span', {}, say(title)),
    ...steps.map(({label}, step) => legendKey(say(label), hexColor(stepRgb(step, theme)))),
  ];
}
