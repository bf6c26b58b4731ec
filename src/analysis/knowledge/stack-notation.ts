/**
 * Reads `leaf;caller;… count [wait class]`, the notation of the examples in signatures.
 */
import type {WaitClass} from '../../model/profile.ts';
import type {StackShape} from './signature-match.ts';

export function parseStackNotation(text: string): StackShape {
  const match = /^(.*?) (\d+(?:\.\d+)?)(?: \[([\w-]+)\])?$/.exec(text);
  if (match === null) return {names: text.split(';'), createdBy: '', waitClass: undefined, count: 1};
  const [, stack, count, waitClass] = match;
  return {
    names: stack.split(';'),
    createdBy: '',
    waitClass: waitClass as WaitClass | undefined,
    count: Number(count),
  };
}
