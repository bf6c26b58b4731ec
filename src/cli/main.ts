/**
 * Wires the command line: picks the command, runs it, and turns failures into one line and an exit code.
 *
 * The only place that catches. Never calls process.exit: what was written must reach its reader.
 */
import {Command, CommanderError} from 'commander';
import {PprofxError} from '../base/errors.ts';
import type {Action, CommandEntry} from './command.ts';
import {COMMANDS} from './commands/index.ts';
import {EXIT_CODES} from './exit-codes.ts';
import {printFailure, printInternal} from './failure-text.ts';
import {version} from './package-files.ts';
import {ownSpelling} from './pprof-spelling.ts';

/** Runs one command line and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const isDebugging = args.includes('--debug');
  try {
    return await runCommand(ownSpelling(args));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    if (isBrokenPipe(error)) return EXIT_CODES.ok;
    if (error instanceof PprofxError) {
      printFailure(error, isDebugging);
      return EXIT_CODES[error.kind];
    }
    printInternal(error);
    return EXIT_CODES.internal;
  }
}

async function runCommand(args: readonly string[]): Promise<number> {
  let action: Action = async () => EXIT_CODES.usage;
  const program = new Command('pprofx')
    .description('Reads what a Go process says about itself and names what is wrong with it.')
    .version(version(), '-V, --version', 'print the version')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  const wanted = args.find((arg) => !arg.startsWith('-'));
  for (const entry of COMMANDS) {
    await addCommand(program, entry, entry.name === wanted, (chosen) => {
      action = chosen;
    });
  }
  if (args.length === 0) {
    process.stdout.write(program.helpInformation() + EXAMPLES);
    return EXIT_CODES.usage;
  }
  await program.parseAsync([...args], {from: 'user'});
  return action();
}

async function addCommand(
  program: Command,
  entry: CommandEntry,
  isWanted: boolean,
  choose: (action: Action) => void,
): Promise<void> {
  const command = program.command(entry.name).description(entry.summary).exitOverride();
  command.showHelpAfterError('(pprofx ' + entry.name + ' --help shows the options)');
  if (isWanted) (await entry.load()).define(command, choose);
}

const EXAMPLES = `
Examples:
  pprofx analyze heap.pb.gz                    what is wrong with this process
  pprofx analyze heap.pb.gz goroutine.txt      several profiles of one process, read together
  pprofx top cpu.pb.gz                         hottest functions
  curl -s localhost:6060/debug/pprof/heap | pprofx analyze -
`;

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
