/**
 * Folded stacks: `main;caller;leaf 42`, one line per stack, as flamegraph tools read them.
 */
import {frameNames} from '../../analysis/names/frame-names.ts';
import {FrameWalk} from '../../analysis/names/frame-walk.ts';
import {stackValues} from '../../analysis/values/stack-values.ts';
import {safeText} from '../../base/safe-text.ts';
import type {Profile} from '../../model/profile.ts';

export function renderFolded(profile: Profile, sampleType: number): string {
  const frames = frameNames(profile);
  const names = frames.names.map(foldedName);
  const walk = new FrameWalk(profile, frames);
  const {self, withoutStack} = stackValues(profile, sampleType);
  const lines: string[] = withoutStack === 0 ? [] : [`[no stack] ${withoutStack}`];
  for (let stack = 0; stack < profile.stacks.length; stack++) {
    const value = self.toJson(stack);
    if (value === 0) continue;
    const path = walk.path(stack).map((node) => names[node]);
    lines.push(`${path.join(';')} ${value}`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Separators of the format inside a name become harmless, what a terminal obeys is spelled out, no name is empty. */
function foldedName(name: string): string {
  return name === '' ? '<unknown>' : safeText(name.replaceAll(';', ':').replace(/[\r\n]+/g, ' '));
}
