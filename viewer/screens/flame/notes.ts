/**
 * What is said above a flamegraph: what it shows, what the runtime cut, and why it is empty.
 */
import {CUT_GROUP} from '../../../src/analysis/tree/flame-tree.ts';
import {say, sayLater} from '../../../src/base/language/say.ts';
import {fill} from '../../base/dom.ts';
import {percent} from '../../base/text.ts';
import type {FlamePayload} from '../../protocol.ts';
import type {App} from '../screen.ts';

const MODE_NOTES: ReadonlyMap<string, string> = new Map([
  ['up', sayLater('Bottom-up: callers are below each function.')],
  ['callers', sayLater('Callers of the chosen function, nearest first.')],
  ['callees', sayLater('Everything the chosen function calls, merged over all its callers.')],
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
          say`${percent(cutTotal, tree.total[0])} is in stacks that the runtime truncated at ${cutAt} frames; their callers are unknown (hatched).`,
        ]
      : []),
    ...(mergedTotal > 0
      ? [
          say`${percent(mergedTotal, tree.total[0])} is in stacks too small to show separately; focus on a frame to see those below it.`,
        ]
      : []),
    ...(arePackages ? [say('Each box is a package: what its functions call within it is part of it.')] : []),
    ...(MODE_NOTES.has(mode) ? [say(MODE_NOTES.get(mode) ?? '')] : []),
  ];
  fill(target, isEmpty ? [] : [notes.join(' ')]);
  if (isEmpty) import('../empty-note.ts').then(({emptyNote}) => fill(target, [emptyNote(app)]), app.fail);
  target.hidden = !isEmpty && notes.length === 0;
}
