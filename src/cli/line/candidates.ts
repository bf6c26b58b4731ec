/**
 * What may come next on a command line, from what the commands declare.
 */
import type {Command, Option} from 'commander';

export interface Candidate {
  readonly word: string;
  readonly meaning: string;
}

export interface Candidates {
  readonly found: readonly Candidate[];
  /** Whether a file may stand here as well. */
  readonly takesFile: boolean;
}

/** @param words  behind the command, the last one unfinished; bash cuts `--format=json` at `=` into three */
export function candidatesOf(command: Command, words: readonly string[]): Candidates {
  const {before, current, isValue, option} = place(command, words);
  if (isValue && option !== undefined) {
    const choices = option.argChoices ?? [];
    return {
      found: matching(
        choices.map((word) => ({word, meaning: ''})),
        current,
      ),
      takesFile: choices.length === 0,
    };
  }
  if (current.startsWith('-') && !before.includes('--')) {
    const used = before.filter((word) => word.startsWith('--'));
    const options = command
      .createHelp()
      .visibleOptions(command)
      .filter(({long}) => !used.includes(long ?? ''));
    return {found: matching(options.map(optionCandidate), current), takesFile: false};
  }
  const choices = command.registeredArguments[0]?.argChoices ?? [];
  return {
    found: matching(
      choices.map((word) => ({word, meaning: ''})),
      current,
    ),
    takesFile: choices.length === 0,
  };
}

/** Those that begin like the word. */
export function matching(candidates: readonly Candidate[], begun: string): readonly Candidate[] {
  return candidates.filter(({word}) => word.startsWith(begun));
}

interface Place {
  readonly before: readonly string[];
  readonly current: string;
  readonly isValue: boolean;
  readonly option: Option | undefined;
}

function place(command: Command, words: readonly string[]): Place {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const optionOf = (word: string | undefined): Option | undefined =>
    word === undefined ? undefined : command.options.find(({long, short}) => word === long || word === short);
  if (current === '=') return {before, current: '', isValue: true, option: optionOf(before.at(-1))};
  const named = before.at(-1) === '=' ? before.at(-2) : before.at(-1);
  const option = optionOf(named);
  return {before, current, isValue: option !== undefined && (option.required || option.optional), option};
}

function optionCandidate({description, long, short}: Option): Candidate {
  return {word: long ?? short ?? '', meaning: description};
}
