/**
 * `pprofx list RE`: source lines of the functions that match, with what each costs.
 */
import type {Command} from 'commander';
import {compilePattern} from '../../analysis/names/pattern.ts';
import {listFunctions} from '../../analysis/reports/listing.ts';
import {failure} from '../../base/errors.ts';
import {renderListJson} from '../../render/json/report.ts';
import {renderListText} from '../../render/text/list.ts';
import {readSourceFile} from '../input/source-files.ts';
import {styleFor} from '../options/common-options.ts';
import {pprofWords} from '../options/pprof-words.ts';
import {writeResult} from '../output/output.ts';
import {INPUTS} from '../reading/sources.ts';
import type {CommandModule} from './command.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from './report-command.ts';

export const listCommand: CommandModule = {
  define(command: Command, run): void {
    command.argument('<re>', 'Go regular expression over function names').argument('<inputs...>', INPUTS);
    addReportOptions(command, ['text', 'json'], 'all').addHelpText(
      'after',
      pprofWords([
        ['go tool pprof -list=NodeIPs cpu.pb.gz', 'pprofx list NodeIPs cpu.pb.gz'],
        [
          'go tool pprof -list=NodeIPs -source_path=~/src cpu.pb.gz',
          'pprofx list NodeIPs --source-path ~/src cpu.pb.gz',
        ],
      ]),
    );
    command.action((re: string, inputs: string[], options: ReportCommandOptions) =>
      run(() => list(re, inputs, options)),
    );
  },
};

async function list(re: string, inputs: readonly string[], options: ReportCommandOptions): Promise<number> {
  const pattern = compilePattern(re, 'the pattern');
  const report = await readReport('list', inputs, options);
  const listed = listFunctions(report, pattern);
  if (listed.length === 0) throw failure('USAGE', `no function matches ${re}`);
  const {sourcePath, trimPath} = report.settings;
  const result =
    options.format === 'json'
      ? renderListJson(report, listed)
      : renderListText(
          report,
          listed.map((entry) => ({listed: entry, source: readSourceFile(entry.file, sourcePath, trimPath)})),
          textOptions(options),
          styleFor(options, process.stdout),
        );
  await writeResult(result, options);
  return 0;
}
