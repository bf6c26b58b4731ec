/**
 * The manual page, from what the commands declare; scripts/man-page.mjs writes it into the package.
 */
import type {Command, Option} from 'commander';

/** Options that so many commands share are described once, in a section of their own. */
const COMMON_FROM = 5;

/** @param program  with all commands and their options */
export function manPage(program: Command, version: string): string {
  const commands = program.commands.filter(
    ({registeredArguments, options}) => registeredArguments.length + options.length > 0,
  );
  const common = commonOptions(commands);
  return [
    `.TH PPROFX 1 "" "pprofx ${version}" "User commands"`,
    '.SH NAME',
    `pprofx \\- ${escaped(lowered(program.description()))}`,
    '.SH SYNOPSIS',
    '.B pprofx',
    '.RI [ command ]',
    '.RI [ options ]',
    '.IR input ...',
    '.SH DESCRIPTION',
    escaped(program.description()),
    '.B pprofx',
    '.I input',
    'is',
    '.B pprofx analyze',
    '.IR input .',
    'An input is a path, a URL or \\- for standard input; its format is detected from its content.',
    '.SH COMMANDS',
    ...commands.flatMap((command) => commandLines(command, common)),
    '.SH COMMON OPTIONS',
    ...[...common.values()].flatMap(optionLines),
    '',
  ].join('\n');
}

/** By what is written of each. */
function commonOptions(commands: readonly Command[]): ReadonlyMap<string, Option> {
  const all = commands.flatMap(visibleOptions);
  const counts = new Map<string, number>();
  for (const option of all) counts.set(optionText(option), (counts.get(optionText(option)) ?? 0) + 1);
  const shared = all.filter((option) => (counts.get(optionText(option)) ?? 0) >= COMMON_FROM);
  return new Map(shared.map((option) => [optionText(option), option]));
}

function visibleOptions(command: Command): Option[] {
  return [...command.createHelp().visibleOptions(command)];
}

function optionText(option: Option): string {
  return optionLines(option).join('\n');
}

function commandLines(command: Command, common: ReadonlyMap<string, Option>): string[] {
  const options = visibleOptions(command);
  const isCommon = (option: Option): boolean => common.has(optionText(option));
  const shared = options.filter(isCommon).map(({long, short}) => escaped(long ?? short ?? ''));
  return [
    `.SS ${escaped(`pprofx ${command.name()} ${command.usage()}`)}`,
    escaped(`${command.description()}.`),
    ...command.registeredArguments.flatMap((argument) => [
      '.TP',
      `.I ${escaped(argument.name())}`,
      escaped(argument.description),
    ]),
    ...options.filter((option) => !isCommon(option)).flatMap(optionLines),
    ...(shared.length > 0 ? ['.PP', `Common options: ${shared.join(', ')}`] : []),
  ];
}

function optionLines({argChoices, defaultValue, description, flags}: Option): string[] {
  const choices = argChoices === undefined ? '' : ` (${argChoices.join(', ')})`;
  const isShown = typeof defaultValue === 'string' || typeof defaultValue === 'number';
  return [
    '.TP',
    `.B ${escaped(flags)}`,
    escaped(`${description}${choices}${isShown ? ` (default: ${defaultValue})` : ''}`),
  ];
}

function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, '');
}

/** Text in which nothing is a request of roff: backslashes and hyphens escaped, no dot or quote at the start of a line. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')
    .replaceAll('"', '\\(dq')
    .replaceAll('\n', ' ');
}
