/**
 * Command lines without a command: `pprofx FILE…` analyzes, and what people type after `go tool pprof` means the same
 * here.
 *
 * Rewrites arguments only; the commands check what they get.
 */
import {existsSync} from 'node:fs';
import {failure} from '../../base/errors.ts';
import {isUrl} from '../input/mask-url.ts';
import {nearestName} from './nearest.ts';
import {pageLine} from './page-line.ts';
import {completedSource, isHostAndPort} from './pprof-source.ts';
import {isOn, ownOption, ownSpelling, refusal, type SpelledOption, spelledOption} from './pprof-spelling.ts';
import {PPROF_OPTIONS} from './pprof-table.ts';
import {isProgram} from './program-file.ts';
import {nameNeither} from './unknown-name.ts';

const GLOBAL_OPTIONS: readonly string[] = ['-h', '--help', '-V', '--version'];

/** The arguments in their order: options of go tool pprof, and whatever else there is. */
type Word = SpelledOption | string;

/**
 * The line as command, options and inputs.
 *
 * @param commands  names of the commands
 * @throws USAGE when the first word is neither command nor input, or an option has no meaning here
 */
export function withCommand(args: readonly string[], commands: readonly string[]): string[] {
  const [first, ...rest] = args;
  if (first === undefined || GLOBAL_OPTIONS.includes(first)) return [...args];
  if (commands.includes(first)) return [first, ...ownSpelling(rest)];
  if (!first.startsWith('-') && !isInput(first)) throw nameNeither(first, commands);
  return resolve(withoutProgram(wordsOf(args)));
}

function isInput(word: string): boolean {
  return isUrl(word) || /[*?[]/.test(word) || existsSync(word) || isHostAndPort(word);
}

function wordsOf(args: readonly string[]): Word[] {
  const words: Word[] = [];
  for (let i = 0; i < args.length; i++) {
    const spelled = spelledOption(args[i] === '-o' ? '--output' : args[i]);
    if (spelled === undefined) {
      words.push(otherWord(args[i]));
      continue;
    }
    const {row, value} = spelled;
    if (row.use.kind === 'refused') throw refusal(row.name, row.use.reason, row.use.instead);
    const takesNext = row.takesValue && value === undefined;
    words.push({row, value: takesNext ? args[++i] : value});
  }
  return words;
}

/** @throws USAGE for what looks like an option of go tool pprof with a slip of the finger */
function otherWord(argument: string): string {
  if (!argument.startsWith('-') || argument === '-') return completedSource(argument);
  const name = /^-([a-z_]{3,})(?:=|$)/.exec(argument)?.[1];
  const names = PPROF_OPTIONS.map((row) => row.name);
  const nearest = name === undefined ? undefined : nearestName(name, names);
  if (nearest === undefined) return argument;
  throw failure('USAGE', `unknown option ${argument}`, {}, `Did you mean -${nearest}?`);
}

/** go tool pprof takes the program that was profiled before the profile; here it has nothing to add. */
function withoutProgram(words: readonly Word[]): readonly Word[] {
  const inputs = words.filter((word) => typeof word === 'string' && !word.startsWith('--'));
  const [first] = inputs;
  if (typeof first !== 'string' || inputs.length < 2 || !isProgram(first)) return words;
  process.stderr.write(`${first} is a program; pprofx needs the profile alone\n`);
  return words.filter((word) => word !== first);
}

function resolve(words: readonly Word[]): string[] {
  const typed = words.filter((word) => typeof word !== 'string');
  const report = chosenReport(typed);
  const address = typed.find(({row}) => row.use.kind === 'page');
  if (address !== undefined) {
    if (report === undefined)
      return pageLine(
        address.value ?? '',
        typed,
        words.filter((word) => typeof word === 'string'),
      );
    const hint = 'the page shows every report; leave one of them out';
    throw failure('USAGE', `-http and -${report.row.name} cannot be combined`, {}, hint);
  }
  if (typed.some(({row}) => row.name === 'no_browser')) {
    throw refusal('no_browser', 'it only makes sense with -http', 'pprofx -http=: -no_browser FILE');
  }
  return [...commandFor(report, typed), ...words.flatMap(inOwnWords)];
}

/** The command and its pattern. */
function commandFor(report: SpelledOption | undefined, typed: readonly SpelledOption[]): string[] {
  if (report?.row.use.kind === 'report') {
    const {command} = report.row.use;
    return report.value === undefined || !report.row.takesValue ? [command] : [command, positional(report.value)];
  }
  // go tool pprof would open its shell, where `top` is what one types first.
  return [typed.some(({row}) => row.use.kind === 'option' && row.use.isReport) ? 'top' : 'analyze'];
}

/** @throws USAGE for two, or one without the pattern it wants */
function chosenReport(typed: readonly SpelledOption[]): SpelledOption | undefined {
  const [first, ...others] = typed.filter(
    ({row, value}) => row.use.kind === 'report' && (row.takesValue || isOn(value)),
  );
  const other = others.find(({row}) => row !== first.row);
  if (other !== undefined) {
    const message = `-${first.row.name} and -${other.row.name} cannot be combined`;
    throw failure('USAGE', message, {}, 'ask for one report at a time');
  }
  if (first?.row.takesValue === true && first.value === undefined) {
    throw failure('USAGE', `-${first.row.name} needs a pattern: -${first.row.name}=RE`);
  }
  return first;
}

function inOwnWords(word: Word): string[] {
  if (typeof word === 'string') return [word];
  const {row, value} = word;
  if (row.use.kind !== 'option') return [];
  const isSource = row.name === 'base' || row.name === 'diff_base';
  return ownOption(row, row.use.own, isSource && value !== undefined ? completedSource(value) : value);
}

/** A pattern that commander does not take for an option. */
function positional(pattern: string): string {
  return pattern.startsWith('-') ? `(?:${pattern})` : pattern;
}
