/**
 * Colours of frames by how long their goroutines wait: the longer, the further from grey, in steps a person thinks in.
 *
 * Lightness changes along with hue, so the order shows with every kind of colour vision; labels keep 4.5:1.
 */
import {hexColor, oklchToRgb, type Rgb, type Theme} from '../../src/render/words/palette.ts';
import {h} from '../base/dom.ts';
import {legendKey, pack} from './colors.ts';

interface WaitStep {
  /** Least minutes. */
  readonly from: number;
  readonly label: string;
}

const WAIT_STEPS: readonly WaitStep[] = [
  {from: 0, label: 'under 1 min'},
  {from: 1, label: 'from 1 min'},
  {from: 10, label: 'from 10 min'},
  {from: 60, label: 'from 1 h'},
  {from: 360, label: 'from 6 h'},
  {from: 1440, label: 'from 1 day'},
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

/** `#rrggbb` */
function waitStepColor(step: number, theme: Theme): string {
  return hexColor(stepRgb(step, theme));
}

/** @param minutes  mean wait per node */
export function waitColors(minutes: Float64Array, theme: Theme): Uint32Array {
  const colors = WAIT_STEPS.map((_, step) => pack(stepRgb(step, theme)));
  return Uint32Array.from(minutes, (wait) => colors[waitStep(wait)]);
}

function waitStep(minutes: number): number {
  let step = WAIT_STEPS.length - 1;
  while (step > 0 && minutes < WAIT_STEPS[step].from) step--;
  return step;
}

/** The steps of wait ages, each with its colour. */
export function waitLegend(theme: Theme): HTMLElement[] {
  return [
    h('span', {}, 'mean wait:'),
    ...WAIT_STEPS.map(({label}, step) => legendKey(label, waitStepColor(step, theme))),
  ];
}
