/**
 * Help for hands that know go tool pprof: the same task in its words and in ours.
 */
import {largest} from '../../base/lists.ts';

/** Lines for the end of a command's help; `pairs` hold what one types there and here. */
export function pprofWords(pairs: readonly (readonly [string, string])[]): string {
  const width = largest(pairs.map(([theirs]) => theirs.length));
  const lines = pairs.map(([theirs, ours]) => `  ${theirs.padEnd(width)}   ${ours}`);
  return `\nThe same with go tool pprof (options with underscores work here, too):\n${lines.join('\n')}\n`;
}
