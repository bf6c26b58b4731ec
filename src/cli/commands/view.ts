/**
 * `pprofx view`: the page on this machine, for this user, until Ctrl-C.
 */
import type {Command} from 'commander';
import {failure} from '../../base/errors.ts';
import {isCollection, lastFiles, openCollection} from '../collect/open-collection.ts';
import {readRawInputs} from '../input/raw-input.ts';
import {addReadOptions, type InputOptions, pageOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {addDiagnosisOptions, type DiagnosisChoices, diagnosisOptions} from '../options/diagnosis-options.ts';
import {withFieldKnowledge} from '../server/field-knowledge.ts';
import {openBrowser} from '../server/open-browser.ts';
import type {ServedSeries} from '../server/routes.ts';
import {startServer} from '../server/server.ts';
import {isWatchFolder, twiceSeries, watchSeries} from '../watch/series.ts';
import type {CommandModule} from './command.ts';

interface ViewOptions extends DiagnosisChoices, ReadChoices {
  readonly open: boolean;
  readonly port: string;
  readonly quiet?: boolean;
  readonly start?: string;
}

interface Opening {
  readonly files: readonly string[];
  readonly moments: ServedSeries | undefined;
}

export const viewCommand: CommandModule = {
  define(command: Command, run): void {
    addReadOptions(addDiagnosisOptions(command))
      .argument('[inputs...]', 'profiles and goroutine dumps of one process, or two of a kind to compare')
      .option('--no-open', 'only print the address')
      .option('--port <n>', 'listen on this port of 127.0.0.1 instead of any free one', '0')
      .option('--start <fragment>', 'what the page shows first: the part of its address behind #')
      .option('-q, --quiet', 'print nothing but the address')
      .option('--debug', 'show stack traces of failures')
      .addHelpText('after', EXAMPLES)
      .action((inputs: string[], options: ViewOptions) => run(() => view(inputs, options)));
  },
};

const EXAMPLES = `
Examples:
  pprofx view heap.pb.gz goroutine.txt      one process, read together
  pprofx view before.pb.gz after.pb.gz      compare
  pprofx view w                             a folder of watch, or of collect --twice: how it changed over time
  pprofx view --no-open --port 8080 cpu.pb.gz
     then, on your own machine: ssh -L 8080:127.0.0.1:8080 HOST
`;

/** A folder of `collect` stands for the last profiles of its processes. */
function filesOf(input: string): readonly string[] {
  if (!isCollection(input)) return [input];
  return openCollection(input).processes.flatMap((process) => lastFiles(input, process));
}

/** What is opened first, and the series of a folder that has one. */
async function openingOf(inputs: readonly string[], reading: InputOptions): Promise<Opening> {
  const [folder] = inputs;
  if (inputs.length !== 1 || !(isWatchFolder(folder) || isCollection(folder))) {
    return {files: inputs.flatMap(filesOf), moments: undefined};
  }
  if (isCollection(folder)) return {files: filesOf(folder), moments: await twiceSeries(folder, reading)};
  const moments = watchSeries(folder);
  const worst = moments.series.processes.find((process) => process.moments.length > 0);
  if (worst === undefined) {
    throw failure(
      'USAGE',
      'this watch has no profile to show',
      {input: folder},
      "no process answered, or it followed a folder: give that folder's files by name",
    );
  }
  const last = worst.moments[worst.moments.length - 1];
  return {files: last.files.map(({url}) => moments.paths[Number(url.replace('moment/', ''))]), moments};
}

async function view(inputs: readonly string[], options: ViewOptions): Promise<number> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw failure('USAGE', `--port wants a number from 0 to 65535, not ${options.port}`);
  }
  const shown = withFieldKnowledge({...pageOptions(options), ...diagnosisOptions(options)});
  const reading = readOptions(options);
  const {files, moments} = await openingOf(inputs, reading);
  const server = await startServer(await readRawInputs(files, reading), port, shown, moments);
  const start = options.start ?? (moments === undefined ? '' : 'screen=series');
  const fragment = start === '' ? '' : `#${start.replace(/^#/, '')}`;
  process.stdout.write(`${server.url}${fragment}\n`);
  if (options.quiet !== true) process.stderr.write('Serving on this machine only. Ctrl-C ends it.\n');
  if (options.open) openBrowser(server.entranceUrl(fragment));
  // Serves until a signal ends the process (signals.ts).
  return new Promise<number>(() => undefined);
}
