/**
 * What frames can be coloured by besides their package. The colours load when they are chosen.
 */
import type {Theme} from '../../../src/render/words/palette.ts';
import type {FlamePayload} from '../../protocol.ts';

/** Colours of all frames other than by package, and what they mean. */
export interface Look {
  /** Mean wait per node. */
  readonly minutes?: Float64Array;
  of(theme: Theme): [Uint32Array, HTMLElement[]];
}

export async function waitLook(asked: Promise<Float64Array>): Promise<Look> {
  const {waitColors, waitLegend} = await import('../../flame/step-colors.ts');
  const minutes = await asked;
  return {minutes, of: (theme) => [waitColors(minutes, theme), waitLegend(theme)]};
}

export async function selfLook(payload: FlamePayload): Promise<Look> {
  const {selfColors, selfLegend} = await import('../../flame/step-colors.ts');
  return {of: (theme) => [selfColors(payload, theme), selfLegend(theme)]};
}
