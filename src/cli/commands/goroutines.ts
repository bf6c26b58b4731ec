/**
 * `pprofx goroutines`: what the goroutines of a dump do, one group per shape of stack.
 */
import {type Command, Option} from 'commander';
import {goroutineFilter} from '../../analysis/goroutines/filter.ts';
import {
  GROUP_KEYS,
  type GroupKey,
  groupGoroutines,
  SIMILARITIES,
  type Similarity,
} from '../../analysis/goroutines/groups.ts';
import {failure} from '../../base/errors.ts';
import type {Profile} from '../../model/profile.ts';
import {renderGoroutinesJson} from '../../render/json/goroutines.ts';
import {renderGoroutinesText} from '../../render/text/goroutines.ts';
import {chooseInputs} from '../case/choose-inputs.ts';
import {collected} from '../input/collected.ts';
import {readInput} from '../input/input.ts';
import {addReadOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../options/common-options.ts';
import {writeResult} from '../output/output.ts';
import type {CommandModule} from './command.ts';

interface GoroutinesOptions extends CommonOptions, ReadChoices {
  readonly by: GroupKey;
  readonly similar: Similarity;
  readonly where: readonly string[];
  readonly ids?: boolean;
  readonly limit?: string;
  readonly depth: string;
  readonly full?: boolean;
}

const EXAMPLES = `
Examples:
  $ curl -s localhost:6060/debug/pprof/goroutine?debug=2 | pprofx goroutines -
  $ pprofx goroutines dump.txt --where 'wait>=10' --where 'state=chan send' --ids
  $ kubectl logs my-pod | pprofx goroutines - --by state
  $ sudo cat /proc/PID/task/*/stack | pprofx goroutines -
`;

export const goroutinesCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('<input>', 'goroutine dump or profile, or kernel stacks: path, URL or - for standard input')
      .addOption(new Option('--by <key>', 'group goroutines by').choices([...GROUP_KEYS]).default('stack'))
      .addOption(
        new Option('--similar <how>', 'stacks in a group share functions, also lines, or also arguments')
          .choices([...SIMILARITIES])
          .default('functions'),
      )
      .option('--where <term>', "filter, e.g. 'wait>=10', 'state=select', 'function~Serve'; repeatable", collected, [])
      .option('--ids', 'list the goroutine IDs of each group')
      .option('--limit <n>', 'number of groups to show, 0 for all (text: 20, JSON: 0)')
      .option('--depth <n>', 'frames per stack, 0 for all', '10')
      .option('--full', 'print full import paths')
      .addHelpText('after', EXAMPLES);
    addReadOptions(command);
    addCommonOptions(command, ['text', 'json']);
    command.action((input: string, options: GoroutinesOptions) => run(() => goroutines(input, options)));
  },
};

async function goroutines(input: string, options: GoroutinesOptions): Promise<number> {
  const reading = readOptions(options);
  const [chosen] = await chooseInputs({inputs: [input], reading, choices: options}, 'one profile', 'goroutine');
  const profile = await readInput(chosen, reading);
  checkKind(profile);
  const keep = goroutineFilter(profile, options.where);
  const groups = groupGoroutines(profile, {similar: options.similar, by: options.by, keep});
  const ids = options.ids === true;
  const isJson = options.format === 'json';
  const limit = wholeNumber('--limit', options.limit ?? (isJson ? '0' : '20'));
  const depth = wholeNumber('--depth', options.depth);
  const text = isJson
    ? renderGoroutinesJson(profile, groups, {limit, ids})
    : renderGoroutinesText(
        profile,
        groups,
        {limit, depth, ids, fullNames: options.full === true},
        styleFor(options, process.stdout),
      );
  const skipped = options.verbose === true && !isJson ? skippedText(profile) : '';
  await writeResult(text + skipped, options);
  return 0;
}

function checkKind(profile: Profile): void {
  const isKnown = profile.goroutines !== undefined || ['goroutine', 'goroutineleak'].includes(profile.kind);
  if (isKnown) return;
  throw failure('USAGE', `this is a ${profile.kind} profile, not one of goroutines`, {input: profile.name});
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (text !== '' && Number.isInteger(number) && number >= 0) return number;
  throw failure('USAGE', `${option} ${text}: expected a whole number, 0 or more`);
}

/** `-v`: which lines of the input were left out. */
function skippedText(profile: Profile): string {
  const skipped = profile.skippedLines;
  if (skipped === undefined) return '';
  const more = skipped.count > skipped.lineNumbers.length ? ' …' : '';
  return `\nskipped lines: ${rangesOf(skipped.lineNumbers)}${more}\n`;
}

/** `3-7, 12` for consecutive numbers. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}
