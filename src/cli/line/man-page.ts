/**
 * The manual page, from what the commands declare; scripts/man-page.mjs writes it into the package.
 */
import type {Command, Option} from 'commander';

/** @param program  with all commands and their options */
export function manPage(program: Command, version: string): string {
  const commands = program.commands.filter(
    ({registeredArguments, options}) => registeredArguments.length + options.length > 0,
  );
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
    ...commands.flatMap(commandLines),
    '',
  ].join('\n');
}

function commandLines(command: Command): string[] {
  return [
    `.SS ${escaped(`pprofx ${command.name()} ${command.usage()}`)}`,
    escaped(`${command.description()}.`),
    ...command.registeredArguments.flatMap((argument) => [
      '.TP',
      `.I ${escaped(argument.name())}`,
      escaped(argument.description),
    ]),
    ...command.createHelp().visibleOptions(command).flatMap(optionLines),
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
