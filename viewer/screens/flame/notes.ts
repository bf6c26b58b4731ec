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
  const notes: string[] = [];
  if (kind.includes(CUT_GROUP))
    notes.push(
      say`${percent(cutTotal, tree.total[0])} is in stacks that the runtime truncated at ${cutAt} frames; their callers are unknown (hatched).`,
    );
  if (mergedTotal > 0)
    notes.push(
      say`${percent(mergedTotal, tree.total[0])} is in stacks too small to show separately; focus on a frame to see those below it.`,
    );
  if (arePackages) notes.push(say('Each box is a package: what its functions call within it is part of it.'));
  const ofMode = MODE_NOTES.get(mode);
  if (ofMode !== undefined) notes.push(say(ofMode));
  fill(target, isEmpty ? [] : [notes.join(' ')]);
  if (isEmpty) import('../empty-note.ts').then(({emptyNote}) => fill(target, [emptyNote(app)]), app.fail);
  target.hidden = !isEmpty && notes.length === 0;
}
