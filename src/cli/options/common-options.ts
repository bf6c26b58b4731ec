/**
 * The options every command takes, and what they mean.
 */
import {type Command, Option} from 'commander';
import {ANSI, PLAIN, type Style} from '../../render/words/style.ts';

export interface CommonOptions {
  readonly format?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Adds the common options; `formats` lists the output formats of the command, its default first. */
export function addCommonOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('--format <name>', 'output format').choices([...formats]).default(formats[0]))
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .option('--force', 'overwrite an existing output file')
    .addOption(new Option('--color <when>', 'color the output').choices(['auto', 'always', 'never']).default('auto'))
    .option('-q, --quiet', 'suppress progress and warnings')
    .option('-v, --verbose', 'print more detail')
    .option('--debug', 'print stack traces of errors');
}

/** The format that the name of the output asks for, among those that only make sense in a file of that name. */
export function formatOfName(output: string | undefined): 'html' | 'svg' | undefined {
  if (output === undefined) return undefined;
  if (/\.html?$/i.test(output)) return 'html';
  return /\.svg$/i.test(output) ? 'svg' : undefined;
}

/** Colours for text on `stream`: NO_COLOR and FORCE_COLOR count, `--color` counts more. */
export function styleFor(options: CommonOptions, stream: {readonly isTTY?: boolean}): Style {
  if (options.color === 'always') return ANSI;
  if (options.color === 'never' || options.output !== undefined) return PLAIN;
  const {FORCE_COLOR, NO_COLOR, TERM} = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return PLAIN;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return ANSI;
  return stream.isTTY === true && TERM !== 'dumb' ? ANSI : PLAIN;
}
