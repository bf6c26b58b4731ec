/**
 * `pprofx view`: the page on this machine, for this user, until Ctrl-C.
 */
import type {Command} from 'commander';
import {failure} from '../../base/errors.ts';
import {pushAll} from '../../base/lists.ts';
import {lastEvidence} from '../../incident/processes.ts';
import {encodePprof} from '../../render/exchange/pprof.ts';
import {answerPage} from '../../render/fleet/answer-page.ts';
import type {PageOptions} from '../../render/html/page.ts';
import {isCollection} from '../case/collection.ts';
import {holdContainers} from '../case/hold-containers.ts';
import {hasContainer} from '../case/inventory.ts';
import {openEvidence} from '../case/open-evidence.ts';
import {askOnce} from '../dataset/duckdb.ts';
import {mergeDataset} from '../dataset/merge-dataset.ts';
import {readRawInputs} from '../input/raw-input.ts';
import {
  addReadOptions,
  type CaseChoices,
  type InputOptions,
  pageOptions,
  type ReadChoices,
  readOptions,
} from '../input/read-options.ts';
import {addDiagnosisOptions, type DiagnosisChoices, diagnosisOptions} from '../options/diagnosis-options.ts';
import {addLanguageOption, catalogueOf, type LanguageChoice, languageOf} from '../options/language.ts';
import {askedSql} from '../questions/ask.ts';
import {duckdb} from '../questions/dialects/duckdb.ts';
import {profilesOfRow} from '../questions/row-profiles.ts';
import {withFieldKnowledge} from '../server/field-knowledge.ts';
import {openBrowser} from '../server/open-browser.ts';
import type {ServedSeries} from '../server/routes.ts';
import {type RunningServer, startRankingServer, startServer} from '../server/server.ts';
import {isWatchFolder, pathsOf, twiceSeries, watchSeries} from '../watch/series.ts';
import type {CommandModule} from './command.ts';

interface ViewOptions extends DiagnosisChoices, LanguageChoice, ReadChoices {
  readonly dataset?: string;
  readonly open: boolean;
  readonly port: string;
  readonly quiet?: boolean;
  readonly sourcePath?: string;
  readonly sourceUrl?: string;
  readonly start?: string;
}

interface Opening {
  readonly files: readonly string[];
  readonly moments: ServedSeries | undefined;
}

export const viewCommand: CommandModule = {
  define(command: Command, run): void {
    addLanguageOption(addReadOptions(addDiagnosisOptions(command)))
      .argument(
        '[inputs...]',
        'profiles and goroutine dumps of one process, or two of a kind to compare; folders or archives',
      )
      .option('--dataset <dir>', 'show the answer to a pprofx sql question about a dataset; needs DuckDB')
      .option('--no-open', 'print the address without opening a browser')
      .option('--port <n>', 'port on 127.0.0.1; 0 picks a free one', '0')
      .option('--source-path <dirs>', 'show the source of frames: directories to search for it, separated by colons')
      .option(
        '--source-url <template>',
        'link frames to their source: an https URL with {module}, {version}, {path}, {file}, {line}',
      )
      .option('--start <fragment>', 'what to show first: the fragment of a page URL')
      .option('-q, --quiet', 'print only the address')
      .option('--debug', 'print stack traces of errors')
      .addHelpText('after', EXAMPLES)
      .action((inputs: string[], options: ViewOptions) => run(() => view(inputs, options)));
  },
};

const EXAMPLES = `
Examples:
  pprofx view heap.pb.gz goroutine.txt      one process
  pprofx view before.pb.gz after.pb.gz      compare
  pprofx view w                             a folder of watch or collect --twice, over time
  pprofx view bundle.tgz --process web      the web processes of an archive
  pprofx view --dataset dataset/ leaks      a ranking; each row opens its merged profiles
  pprofx view --no-open --port 8080 cpu.pb.gz
     then, on your own machine: ssh -L 8080:127.0.0.1:8080 HOST
`;

/** What a page can be handed at once and a person can choose from. */
const MOST_INPUTS = 64;

/** A folder or an archive stands for the last profiles of its processes. */
async function filesOf(
  inputs: readonly string[],
  reading: InputOptions,
  choices: CaseChoices,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const input of await holdContainers(inputs, reading)) {
    if (!hasContainer([input])) {
      files.push(input);
      continue;
    }
    const {processes} = await openEvidence([input], reading, choices);
    pushAll(
      files,
      lastEvidence(processes).map(({address}) => address),
    );
    if (files.length > MOST_INPUTS) {
      const names = processes.slice(0, 8).map(({id}) => id);
      const message = `${files.length} profiles of ${processes.length} processes, more than a page shows`;
      throw failure('USAGE', message, {input}, `choose with --process and --only; processes are ${names.join(', ')} …`);
    }
  }
  return files;
}

/** What is opened first, and the series of a folder that has one. */
async function firstShown(inputs: readonly string[], reading: InputOptions, options: ViewOptions): Promise<Opening> {
  const isWhole = inputs.length === 1 && options.only === undefined && options.process === undefined;
  const [folder] = inputs;
  if (isWhole && isWatchFolder(folder)) return lastOfWatch(folder);
  return {
    files: await filesOf(inputs, reading, options),
    moments: isWhole && isCollection(folder) ? await twiceSeries(folder, reading) : undefined,
  };
}

function lastOfWatch(folder: string): Opening {
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
  return {files: pathsOf(moments, worst.moments[worst.moments.length - 1]), moments};
}

async function view(inputs: readonly string[], options: ViewOptions): Promise<number> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw failure('USAGE', `--port expects a number from 0 to 65535, not ${options.port}`);
  }
  const server = await (options.dataset === undefined
    ? serveInputs(inputs, port, options)
    : serveRanking(options.dataset, inputs, port, options));
  process.stdout.write(`${server.url}${server.fragment}\n`);
  if (options.quiet !== true) process.stderr.write('Serving on this machine only. Ctrl-C ends it.\n');
  if (options.open) openBrowser(server.entranceUrl(server.fragment));
  // Serves until a signal ends the process (signals.ts).
  return new Promise<number>(() => undefined);
}

interface Served extends RunningServer {
  /** What the page shows first, with its #; '' for its own choice. */
  readonly fragment: string;
}

async function serveInputs(inputs: readonly string[], port: number, options: ViewOptions): Promise<Served> {
  const language = languageOf(options, undefined);
  const shown = {
    catalogue: catalogueOf(language),
    ...withFieldKnowledge({...pageOptions(options), ...diagnosisOptions(options)}),
    ...sourceOptions(options),
  };
  const reading = readOptions(options);
  const {files, moments} = await firstShown(inputs, reading, options);
  // An English locale says less than the browser's preference: most servers have one.
  const asked = language === 'en' ? options.lang : language;
  const server = await startServer(await readRawInputs(files, reading), port, shown, {
    moments,
    sourcePath: options.sourcePath,
    language: asked,
  });
  const start = options.start ?? (moments === undefined ? '' : 'screen=series');
  return {...server, fragment: start === '' ? '' : `#${start.replace(/^#/, '')}`};
}

function sourceOptions({sourcePath, sourceUrl}: ViewOptions): Pick<PageOptions, 'hasSources' | 'sourceUrl'> {
  const beside = sourcePath === undefined ? {} : {hasSources: true};
  if (sourceUrl === undefined) return beside;
  if (/^https?:\/\/.*\{(?:path|file)\}/.test(sourceUrl)) return {...beside, sourceUrl};
  const hint = 'for example https://{module}/blob/{version}/{path}#L{line}';
  throw failure('USAGE', `--source-url expects an https address with {path} or {file}, not ${sourceUrl}`, {}, hint);
}

/** Limits are those of the question here. */
async function serveRanking(
  root: string,
  [name, argument, ...more]: readonly string[],
  port: number,
  options: ViewOptions,
): Promise<Served> {
  if (more.length > 0) throw failure('USAGE', `--dataset expects only a question, not ${more[0]}`);
  const sql = askedSql({name, argument, limits: options.limit}, duckdb);
  const answer = await askOnce(root, sql);
  const title = [name, argument].filter((word) => word !== undefined).join(' ');
  const ranking = {
    page: answerPage(answer, title, (row) => `row/${row}/`),
    open: async (index: number) => {
      const row = Object.fromEntries(answer.columns.map((column, at) => [column, answer.rows[index][at]]));
      const profile = await mergeDataset(root, profilesOfRow(String(name), row));
      return {name: `${title}, row ${index + 1}`, bytes: encodePprof(profile)};
    },
    rowCount: answer.rows.length,
  };
  const {limit: _, ...diagnosis} = options;
  const shown = withFieldKnowledge({...pageOptions(options), ...diagnosisOptions(diagnosis)});
  return {...(await startRankingServer(ranking, port, shown)), fragment: ''};
}
