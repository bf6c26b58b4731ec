/**
 * `pprofx export`: write profiles as Parquet files for DuckDB, ClickHouse, Spark and others.
 */
import {type Command, Option} from 'commander';
import {failure, type PprofxError} from '../../base/errors.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount} from '../../base/units.ts';
import {withoutTrailing} from '../../base/without-trailing.ts';
import {type ExportResult, exportProfiles, exportStored} from '../dataset/export-profiles.ts';
import {parseLabelRules} from '../fleet/fleet-labels.ts';
import {collected} from '../input/collected.ts';
import {isUrl} from '../input/mask-url.ts';
import {addReadOptions, fetchOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {durationSeconds} from '../options/duration.ts';
import {EXIT_CODES} from '../output/exit-codes.ts';
import {warningLine} from '../output/failure-text.ts';
import {STORES} from '../stores/index.ts';
import {parseBy, parseSelector, type StoredProfile} from '../stores/store-query.ts';
import {readBoundedFile} from '../system/bounded-file.ts';
import {keepNurserySmall} from '../system/nursery.ts';
import type {CommandModule} from './command.ts';

interface ExportChoices extends ReadChoices {
  readonly output?: string;
  readonly label?: readonly string[];
  readonly filesFrom?: string;
  readonly from?: string;
  readonly query?: string;
  readonly since: string;
  readonly by?: string;
  readonly interval: string;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  $ pprofx export profiles/ --to parquet -o dataset/ --label 'service=(*)/*' --label 'version=*/(*)'
  $ find /var/dumps -name '*.pb.gz' | pprofx export --files-from - -o dataset/
  $ pprofx export --from pyroscope https://pyroscope:4040 --query process_cpu:cpu:nanoseconds:cpu:nanoseconds -o dataset/
`;

/** Names of files, one a line. */
const MAX_LIST_BYTES = 64 * 2 ** 20;

export const exportCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument(
        '[inputs...]',
        'folders with profiles, folders of pprofx collect, archives, files, quoted patterns, URLs, -',
      )
      .addOption(new Option('--to <format>', 'what to write').choices(['parquet']).default('parquet'))
      .option('-o, --output <dir>', 'the dataset; what is in it stays')
      .option('--label <key=pattern>', "a label out of the path, e.g. 'service=(*)/*'; repeat", collected)
      .option('--files-from <file>', 'names of inputs, one a line; - for standard input')
      .option('-q, --quiet', 'print nothing')
      .option('--debug', 'print stack traces of errors')
      .addHelpText('after', EXAMPLES);
    command
      .optionsGroup('Continuous profilers:')
      .addOption(new Option('--from <store>', 'the input is the URL of such a server').choices([...STORES.keys()]))
      .option('--query <selector>', 'what to fetch: TYPE or TYPE{label="value"}')
      .option('--since <duration>', 'how far to look back', '1h')
      .option('--by <labels>', `one profile for each combination (default: ${usualLabels()})`)
      .option('--interval <duration>', 'how often the server takes profiles', '15s');
    addReadOptions(command.optionsGroup('Reading:'));
    command.action((inputs: string[], options: ExportChoices) => run(() => exportInputs(inputs, options)));
  },
};

function usualLabels(): string {
  return [...STORES].map(([name, {usualBy}]) => `${usualBy} of ${name}`).join('; ');
}

async function exportInputs(named: readonly string[], options: ExportChoices): Promise<number> {
  const {output, quiet} = options;
  if (output === undefined) throw failure('USAGE', 'export needs a folder for the dataset', {}, 'give -o DIR');
  keepNurserySmall();
  const result = await exported(named, output, options);
  if (quiet !== true) {
    const {added, known, unread} = result;
    const counts = `${formatCount(added)} added, ${formatCount(known)} known before, ${formatCount(unread)} unread`;
    process.stdout.write(`profiles in ${safeText(output)}: ${counts}\n`);
  }
  return result.unread > 0 ? EXIT_CODES.partial : EXIT_CODES.ok;
}

function exported(named: readonly string[], output: string, options: ExportChoices): Promise<ExportResult> {
  const {filesFrom, from, quiet} = options;
  const reading = {rules: parseLabelRules(options.label), reading: readOptions(options)};
  const warn = (error: PprofxError): void => {
    if (quiet !== true) process.stderr.write(`warning: ${warningLine(error)}\n`);
  };
  if (from !== undefined) return exportStored(storedProfiles(from, named, options), output, reading, warn);
  if (options.query !== undefined) throw failure('USAGE', '--query asks a server', {}, 'give --from STORE URL');
  const inputs = [...named, ...(filesFrom === undefined ? [] : namesOf(filesFrom))];
  if (inputs.length === 0) throw failure('USAGE', 'there is nothing to export', {}, 'name folders or files');
  return exportProfiles(inputs, output, reading, warn);
}

/** @throws USAGE */
function storedProfiles(
  from: string,
  [address, ...more]: readonly string[],
  options: ExportChoices,
): AsyncIterable<StoredProfile> {
  const {by, filesFrom, interval, query, since} = options;
  const store = STORES.get(from);
  if (store === undefined) throw failure('USAGE', `--from ${from}: there are ${[...STORES.keys()].join(', ')}`);
  if (address === undefined || more.length > 0 || filesFrom !== undefined || !isUrl(address)) {
    throw failure('USAGE', `--from ${from} expects the URL of one server and no other input`);
  }
  if (/^[^/]*\/\/[^/]*@/.test(address)) {
    throw failure(
      'USAGE',
      'every user of the machine sees the password in this URL',
      {},
      'give it with --header @FILE',
    );
  }
  if (query === undefined) throw failure('USAGE', `--from ${from} needs --query`, {}, 'docs/dataset.md has examples');
  const endMillis = Date.now();
  const wanted = {
    ...parseSelector(query),
    by: parseBy(by ?? store.usualBy),
    startMillis: endMillis - durationSeconds(since, 'since') * 1000,
    endMillis,
    intervalMillis: durationSeconds(interval, 'interval') * 1000,
  };
  return store.profiles(withoutTrailing(address, '/'), wanted, fetchOptions(options));
}

function namesOf(list: string): string[] {
  const text = readBoundedFile(list === '-' ? '/dev/stdin' : list, MAX_LIST_BYTES, 'list of inputs');
  return text.split(/\r?\n/).filter((line) => line !== '');
}
