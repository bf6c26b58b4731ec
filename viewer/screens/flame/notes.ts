/**
 * What is said above a flamegraph: what it shows, what the runtime cut, why it is empty, and what its colours mean.
 */
import {CUT_GROUP} from '../../../src/analysis/tree/flame-tree.ts';
import {say} from '../../../src/base/language/say.ts';
import {hexColor, type Theme} from '../../../src/render/words/palette.ts';
import {fill, h} from '../../base/dom.ts';
import {percent} from '../../base/text.ts';
import {differenceColor, legendKey} from '../../flame/colors.ts';
import type {FlamePayload} from '../../protocol.ts';
import {emptyNote} from '../empty-note.ts';
import type {App} from '../screen.ts';

const MODE_NOTES: ReadonlyMap<string, string> = new Map([
  ['up', 'Bottom-up: callers are below each function.'],
  ['callers', 'Callers of the chosen function, nearest first.'],
  ['callees', 'Everything the chosen function calls, merged over all its callers.'],
]);

/** Whether a tree has no frame at all. */
export function isEmptyTree({tree}: FlamePayload): boolean {
  return tree.total[0] === 0 && tree.length === 1;
}

export function showNotes(app: App, target: HTMLElement, payload: FlamePayload): void {
  const {arePackages, cutAt, cutTotal, kind, mergedTotal, mode, tree} = payload;
  const isEmpty = isEmptyTree(payload);
  const notes = [
    ...(kind.includes(CUT_GROUP)
      ? [
          `${percent(cutTotal, tree.total[0])} is in stacks that the runtime truncated at ${cutAt} frames; their callers are unknown (hatched).`,
        ]
      : []),
    ...(mergedTotal > 0
      ? [
          `${percent(mergedTotal, tree.total[0])} is in stacks too small to show separately; focus on a frame to see those below it.`,
        ]
      : []),
    ...(arePackages ? [say('Each box is a package: what its functions call within it is part of it.')] : []),
    ...(MODE_NOTES.has(mode) ? [MODE_NOTES.get(mode) ?? ''] : []),
  ];
  fill(target, [isEmpty ? emptyNote(app) : notes.join(' ')]);
  target.hidden = !isEmpty && notes.length === 0;
}

/** Of a profile with values below zero: the difference of two. */
export function signLegend(theme: Theme): HTMLElement[] {
  return [
    h('span', {}, 'values of this profile are changes:'),
    legendKey('+ more', hexColor(differenceColor(1, theme))),
    legendKey('- less', hexColor(differenceColor(-1, theme))),
  ];
}
