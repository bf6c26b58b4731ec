/**
 * Colour as an argument: text renderers ask a Style, and never know whether anybody sees colours.
 */
import type {Rgb} from './palette.ts';

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
  /** Dark text on a pale ground. */
  readonly box: (text: string, ground: Rgb) => string;
}

const same = (text: string): string => text;

export const PLAIN: Style = {bold: same, dim: same, red: same, yellow: same, green: same, cyan: same, box: same};

const sgr =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

export const ANSI: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  yellow: sgr(33, 39),
  green: sgr(32, 39),
  cyan: sgr(36, 39),
  box: (text, ground) => `\u001b[38;5;16;48;5;${cubeColor(ground)}m${text}\u001b[39;49m`,
};

/** Nearest colour of the 6×6×6 cube that every 256-colour terminal has. */
function cubeColor([red, green, blue]: Rgb): number {
  const step = (part: number): number => Math.round((part / 255) * 5);
  return 16 + 36 * step(red) + 6 * step(green) + step(blue);
}
