/**
 * `pprofx list RE`: source lines of the functions that match, with what each costs.
 */
import type {Command} from 'commander';
import {listFunctions} from '../../analysis/listing.ts';
import {compilePattern} from '../../analysis/pattern.ts';
import {failure} from '../../base/errors.ts';
import {renderListText} from '../../render/list-text.ts';
import {renderListJson} from '../../render/report-json.ts';
import type {CommandModule} from '../command.ts';
import {styleFor} from '../common-options.ts';
import {writeResult} from '../io/output.ts';
import {readSourceFile} from '../io/source-files.ts';
import {pprofWords} from '../pprof-words.ts';
import {addReportOptions, type ReportCommandOptions, readReport, textOptions} from '../report-command.ts';
import {INPUTS} from '../sources.ts';

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
