/**
 * `pprofx export`: profiles as a dataset of Parquet files that other engines read.
 */
import {type Command, Option} from 'commander';
import {failure} from '../../base/errors.ts';
import {safeText} from '../../base/safe-text.ts';
import {formatCount} from '../../base/units.ts';
import {exportProfiles} from '../dataset/export-profiles.ts';
import {parseLabelRules} from '../fleet/fleet-labels.ts';
import {collected} from '../input/collected.ts';
import {addReadOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {EXIT_CODES} from '../output/exit-codes.ts';
import {warningLine} from '../output/failure-text.ts';
import {readBoundedFile} from '../system/bounded-file.ts';
import type {CommandModule} from './command.ts';

interface ExportChoices extends ReadChoices {
  readonly output?: string;
  readonly label?: readonly string[];
  readonly filesFrom?: string;
  readonly quiet?: boolean;
}

const EXAMPLES = `
Examples:
  $ pprofx export profiles/ --to parquet -o dataset/ --label 'service=(*)/*' --label 'version=*/(*)'
  $ find /var/dumps -name '*.pb.gz' | pprofx export --files-from - -o dataset/
`;

/** Names of files, one a line. */
const MAX_LIST_BYTES = 64 * 2 ** 20;

export const exportCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument('[inputs...]', 'folders with profiles, folders of pprofx collect, files, quoted patterns, URLs, -')
      .addOption(new Option('--to <format>', 'what to write').choices(['parquet']).default('parquet'))
      .option('-o, --output <dir>', 'the dataset; what is in it stays')
      .option('--label <key=pattern>', "a label out of the path, e.g. 'service=(*)/*'; repeat", collected)
      .option('--files-from <file>', 'names of inputs, one a line; - for standard input')
      .option('-q, --quiet', 'print nothing')
      .option('--debug', 'show stack traces of failures')
      .addHelpText('after', EXAMPLES);
    addReadOptions(command.optionsGroup('Reading:'));
    command.action((inputs: string[], options: ExportChoices) => run(() => exportInputs(inputs, options)));
  },
};

async function exportInputs(named: readonly string[], options: ExportChoices): Promise<number> {
  const {filesFrom, output, quiet} = options;
  if (output === undefined) throw failure('USAGE', 'export needs a folder for the dataset', {}, 'give -o DIR');
  const inputs = [...named, ...(filesFrom === undefined ? [] : namesOf(filesFrom))];
  if (inputs.length === 0) throw failure('USAGE', 'there is nothing to export', {}, 'name folders or files');
  const reading = {rules: parseLabelRules(options.label), reading: readOptions(options)};
  const result = await exportProfiles(inputs, output, reading, (error) => {
    if (quiet !== true) process.stderr.write(`warning: ${warningLine(error)}\n`);
  });
  if (quiet !== true) {
    const {added, known, unread} = result;
    const counts = `${formatCount(added)} added, ${formatCount(known)} known before, ${formatCount(unread)} unread`;
    process.stdout.write(`profiles in ${safeText(output)}: ${counts}\n`);
  }
  return result.unread > 0 ? EXIT_CODES.partial : EXIT_CODES.ok;
}

function namesOf(list: string): string[] {
  const text = readBoundedFile(list === '-' ? '/dev/stdin' : list, MAX_LIST_BYTES, 'list of inputs');
  return text.split(/\r?\n/).filter((line) => line !== '');
}
