/**
 * What frames can be coloured by besides their package: their waits and their changes come from the worker, once per tree.
 */
import {say} from '../../../src/base/language/say.ts';
import type {Theme} from '../../../src/render/words/palette.ts';
import {value, waitText} from '../../base/text.ts';
import type {FlameChanges, FlamePayload} from '../../protocol.ts';
import type {ColorChoice} from '../../state.ts';
import type {App} from '../screen.ts';
import {flameRequest} from './request.ts';

/** Colours of all frames other than by package, and what they mean. */
export interface Look {
  of(theme: Theme): [Uint32Array, HTMLElement[]];
  /** What the panel says of a frame besides. */
  rowsOf?(node: number): readonly (readonly [string, string])[];
}

/** @param base  the input that changes are against */
export async function lookOf(
  app: App,
  payload: FlamePayload,
  color: ColorChoice,
  base: number,
): Promise<Look | undefined> {
  const request = flameRequest(app, app.store.state);
  switch (color) {
    case 'package':
      return undefined;
    case 'self': {
      const {selfColors, selfLegend} = await import('../../flame/step-colors.ts');
      return {of: (theme) => [selfColors(payload, theme), selfLegend(theme)]};
    }
    case 'wait':
      return waitLook(await app.client.request<Float64Array>({kind: 'flame-waits', ...request}));
    case 'change': {
      const changes = await app.client.request<FlameChanges>({kind: 'flame-changes', base, ...request});
      return changeLook(payload, changes, app.names[base]);
    }
  }
}

async function waitLook(minutes: Float64Array): Promise<Look> {
  const {waitColors, waitLegend} = await import('../../flame/step-colors.ts');
  return {
    of: (theme) => [waitColors(minutes, theme), waitLegend(theme)],
    rowsOf: (node) => {
      const wait = minutes[node];
      return [[say('mean wait'), wait < 1 ? say('under 1 min') : say`at least ${waitText(Math.floor(wait))}`]];
    },
  };
}

async function changeLook(payload: FlamePayload, {base, isMoved}: FlameChanges, name: string): Promise<Look> {
  const {changeColors, changeLegend} = await import('../../flame/step-colors.ts');
  const {unit} = payload.tree;
  return {
    of: (theme) => [changeColors(payload, base, isMoved, theme), changeLegend(name, theme)],
    rowsOf: (node) => [
      [say`in ${name}`, `${value(base[node], unit)}${isMoved[node] === 1 ? '' : ` · ${say('unchanged')}`}`],
    ],
  };
}
