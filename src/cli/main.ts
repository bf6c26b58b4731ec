/**
 * Wires the command line: picks the command, runs it, and turns failures into one line and an exit code.
 *
 * The only place that catches. Never calls process.exit: what was written must reach its reader.
 */
import {Command, CommanderError} from 'commander';
import {failure, PprofxError} from '../base/errors.ts';
import {safeText} from '../base/safe-text.ts';
import {releaseHeld} from './archive/held.ts';
import type {Action, CommandEntry} from './commands/command.ts';
import {COMMANDS} from './commands/index.ts';
import {maskUrls} from './input/mask-url.ts';
import {commit, version} from './input/package-files.ts';
import {withCommand} from './line/bare-line.ts';
import {EXIT_CODES} from './output/exit-codes.ts';
import {printFailure, printInternal} from './output/failure-text.ts';

/** Runs one command line and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const isDebugging = args.includes('--debug');
  releaseHeld();
  try {
    return await runHoldingParts(withCommand(args, COMMAND_NAMES));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    if (isBrokenPipe(error)) return EXIT_CODES.ok;
    if (error instanceof PprofxError) {
      printFailure(error, isDebugging);
      return EXIT_CODES[error.kind];
    }
    if (isOutOfRoom(error)) {
      printFailure(failure('LIMIT_EXCEEDED', 'the input needs more memory than there is', {}, ROOM_HINT), isDebugging);
      return EXIT_CODES.limit;
    }
    printInternal(error);
    return EXIT_CODES.internal;
  }
}

const COMMAND_NAMES: readonly string[] = COMMANDS.map(({name}) => name);

/** Runs again where reading found that a file holds several profiles, with that file as a folder of them. */
async function runHoldingParts(args: readonly string[]): Promise<number> {
  try {
    return await runCommand(args);
  } catch (error) {
    if (!(error instanceof PprofxError) || error.code !== 'CONCATENATED_PROFILES') throw error;
    const {holdParts} = await import('./archive/parts.ts');
    if (holdParts(error.at.input ?? '', true) === undefined) throw error;
    return runCommand(args);
  }
}

async function runCommand(args: readonly string[]): Promise<number> {
  let action: Action = async () => EXIT_CODES.usage;
  const program = new Command('pprofx')
    .description('Reads what a Go process says about itself and names what is wrong with it.')
    .version(versionText(args), '-V, --version', 'print version, commit and Node')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({writeErr: (text) => process.stderr.write(safeUsage(text))})
    .addHelpText('after', EXAMPLES);
  const wanted = COMMANDS.filter(({name}) => name === args[0]);
  for (const entry of wanted.length === 0 ? COMMANDS : wanted) {
    await addCommand(program, entry, entry.name === args[0], (chosen) => {
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

/** Read from files only for those who ask. Asked for alone it is worth finding out of which commit. */
function versionText(args: readonly string[]): string {
  const [first] = args;
  if (!args.some((word) => /^(?:--v|-\w*V)/.test(word))) return '';
  if (first !== '--version' && first !== '-V') return version();
  return `pprofx ${version()} (commit ${commit() || 'unknown'}, Node ${process.version})`;
}

async function addCommand(
  program: Command,
  entry: CommandEntry,
  isWanted: boolean,
  choose: (action: Action) => void,
): Promise<void> {
  const command = program.command(entry.name).description(entry.summary).exitOverride();
  command.showHelpAfterError('(pprofx ' + entry.name + ' --help shows the options)');
  if (isWanted) (await entry.load()).define(command, choose, COMMANDS);
}

const EXAMPLES = `
Examples:
  pprofx heap.pb.gz                            diagnose a process; same as pprofx analyze heap.pb.gz
  pprofx bundle.tgz                            diagnose every process in a folder or archive
  pprofx heap.pb.gz goroutine.txt              combine several profiles of one process
  pprofx http://localhost:6060/debug/pprof/profile
  pprofx top cpu.pb.gz                         hottest functions
  pprofx -http=:8080 heap.pb.gz                options of go tool pprof work here, too
  curl -s localhost:6060/debug/pprof/heap | pprofx -
`;

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** The engine's ways of saying that a table cannot grow. */
const OUT_OF_ROOM =
  /allocation failed|Invalid (typed )?array (buffer )?length|maximum size exceeded|Invalid string length/;
const ROOM_HINT = 'filter the profile first, or read it on a larger machine';

function isOutOfRoom(error: unknown): boolean {
  return error instanceof RangeError && OUT_OF_ROOM.test(error.message);
}

/** Messages about the command line repeat arguments: no escapes, and no secrets of a URL. */
function safeUsage(text: string): string {
  return maskUrls(text).split('\n').map(safeText).join('\n');
}
