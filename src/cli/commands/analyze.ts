/**
 * `pprofx analyze`: the main job.
 */
import {type Command, Option} from 'commander';
import type {BaseComparison} from '../../analysis/compare/diff-result.ts';
import {analyze, type Diagnosis} from '../../analyze.ts';
import {failure} from '../../base/errors.ts';
import {DETECTORS} from '../../detectors/index.ts';
import {compareWithBase} from '../../diff.ts';
import type {CaseProcess} from '../../incident/processes.ts';
import {type Finding, isAtLeast, SEVERITIES, type Severity} from '../../model/finding.ts';
import {renderFindingsHtml} from '../../render/html/findings.ts';
import {renderAnalysisJson} from '../../render/json/analysis.ts';
import {renderAnalysisSarif} from '../../render/json/sarif.ts';
import {renderAnalysisMarkdown} from '../../render/markdown/analysis.ts';
import {renderAnalysisText} from '../../render/text/analysis.ts';
import {type CaseDiagnosis, diagnoseCase} from '../case/diagnose.ts';
import {holdContainers} from '../case/hold-containers.ts';
import {hasContainer} from '../case/inventory.ts';
import {type OpenedEvidence, openEvidence} from '../case/open-evidence.ts';
import {noFolderFormat, refuseRedacting} from '../case/refusals.ts';
import {caseJson, caseMarkdown, caseText, processAnalysis, processMarkdown, processText} from '../case/report.ts';
import {collected} from '../input/collected.ts';
import {readInputs} from '../input/input.ts';
import {version} from '../input/package-files.ts';
import {addReadOptions, type InputOptions, pageOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {
  addRedactOptions,
  type CaseProfiles,
  caseProfiles,
  isRedacting,
  type RedactChoices,
} from '../input/redaction.ts';
import {addCommonOptions, type CommonOptions, styleFor} from '../options/common-options.ts';
import {addDiagnosisOptions, type DiagnosisChoices, diagnosisOptions} from '../options/diagnosis-options.ts';
import {addLanguageOption, catalogueOf, type LanguageChoice, languageOf, speak} from '../options/language.ts';
import {EXIT_CODES} from '../output/exit-codes.ts';
import {writeResult} from '../output/output.ts';
import {htmlReport, openingOf, readReportInputs} from '../server/report.ts';
import {letNurseryGrow} from '../system/nursery.ts';
import type {CommandModule} from './command.ts';

interface AnalyzeOptions extends CommonOptions, DiagnosisChoices, LanguageChoice, ReadChoices, RedactChoices {
  readonly base?: readonly string[];
  readonly failOn?: Severity;
  readonly showIdle?: boolean;
}

const EXAMPLES = `
Examples:
  pprofx analyze goroutine.txt heap.pb.gz      combine two profiles of one process
  pprofx analyze --mem-limit 4GiB heap.pb.gz goroutine.txt
  pprofx analyze --format markdown heap.pb.gz  for an issue or chat
  pprofx analyze --format html -o ticket.html --redact heap.pb.gz   to share: your own names are replaced
  pprofx analyze --fail-on warning *.pb.gz     for CI: exit 1 if something is wrong
  pprofx analyze --base main.pb.gz --fail-on warning heap.pb.gz    for CI: exit 1 if something is new or has grown
  pprofx analyze bundle.tgz                    list what an archive contains and diagnose each process
  pprofx analyze --process web --only heap,goroutine incident/
  pprofx analyze --limit hot-function.share=50% cpu.pb.gz
`;

export const analyzeCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument(
        '<inputs...>',
        'profiles of one process: paths, URLs or - for standard input; or folders and archives of many',
      )
      .addOption(
        new Option(
          '--base <input>',
          'report what is new, grown or gone compared with this profile; repeatable',
        ).argParser(collected),
      )
      .addOption(
        new Option(
          '--fail-on <severity>',
          'exit 1 on findings of this severity or worse; with --base, only new or grown ones',
        ).choices([...SEVERITIES]),
      )
      .option('--show-idle', 'list the goroutines set aside as idle by design')
      .addHelpText('after', EXAMPLES);
    addDiagnosisOptions(command);
    addRedactOptions(command);
    addReadOptions(command);
    addLanguageOption(command);
    addCommonOptions(command, ['text', 'json', 'markdown', 'sarif', 'html']);
    command.action((inputs: string[], options: AnalyzeOptions) => run(() => runAnalyze(inputs, options)));
  },
};

async function runAnalyze(given: readonly string[], options: AnalyzeOptions): Promise<number> {
  if (isRedacting(options) && options.rules !== undefined) {
    throw failure('USAGE', '--redact takes no --rules: rules name what redaction hides');
  }
  const language = languageOf(options, options.format);
  speak(language);
  const settings = diagnosisOptions(options);
  const reading = readOptions(options);
  const inputs = await holdContainers(given, reading);
  if (hasContainer(inputs)) return runCase(inputs, options);
  const isHtml = options.format === 'html';
  if (isHtml && options.base !== undefined)
    throw failure('USAGE', 'an HTML report takes no --base', {}, 'pprofx diff -o diff.html');
  // Read together with its base, so that a redacted name is the same name on both sides.
  const all: CaseProfiles = isHtml
    ? await readReportInputs(inputs, reading, options)
    : await readForText([...inputs, ...(options.base ?? [])], reading, options);
  letNurseryGrow();
  const rows = [...all.profiles.keys()];
  const diagnoses = all.diagnose([rows.slice(0, inputs.length), rows.slice(inputs.length)], settings);
  const profiles = all.profiles.slice(0, inputs.length);
  const diagnosis = analyze(profiles, {...settings, diagnoses});
  const {findings, subject} = diagnosis;
  const base =
    options.base === undefined
      ? undefined
      : compareWithBase(all.profiles.slice(inputs.length), diagnosis, {...settings, diagnoses});
  const result =
    all.raw !== undefined
      ? await htmlReport(
          all.raw,
          renderFindingsHtml(subject, findings),
          openingOf('', {...pageOptions(options), ...settings, diagnoses, catalogue: catalogueOf(language)}, profiles),
        )
      : render(diagnosis, base, options);
  await writeResult(result, options);
  return exitCode(diagnosis.findings, base, options.failOn);
}

/** Folders and archives: a diagnosis for each process in them. */
async function runCase(inputs: readonly string[], options: AnalyzeOptions): Promise<number> {
  if (options.base !== undefined) throw failure('USAGE', 'a folder takes no --base', {}, 'pprofx diff DIR DIR');
  refuseRedacting(options);
  const {format = 'text'} = options;
  const render = CASE_FORMATS[format];
  if (render === undefined) throw noFolderFormat(format, CASE_FORMATS);
  const reading = readOptions(options);
  const opened = await openEvidence(inputs, reading, options);
  const {findings, text} = await render(
    opened,
    (report) => diagnoseCase(opened.processes, reading, diagnosisOptions(options), report),
    options,
  );
  await writeResult(text, options);
  const codes = findings.map((some) => exitCode(some, undefined, options.failOn));
  return codes.find((code) => code !== EXIT_CODES.ok) ?? EXIT_CODES.ok;
}

type Diagnose = <Report>(
  report: (diagnosis: Diagnosis, process: CaseProcess) => Report,
) => Promise<CaseDiagnosis<Report>>;

interface CaseResult {
  readonly text: string;
  /** Of each process. */
  readonly findings: readonly (readonly Finding[])[];
}

type CaseFormat = (opened: OpenedEvidence, diagnose: Diagnose, options: AnalyzeOptions) => Promise<CaseResult>;

/** @param report  what the format keeps of each diagnosis */
function caseFormat<Report>(
  report: (diagnosis: Diagnosis, options: AnalyzeOptions, process: CaseProcess) => Report,
  render: (opened: OpenedEvidence, diagnosed: CaseDiagnosis<Report>, options: AnalyzeOptions) => string,
): CaseFormat {
  return async (opened, diagnose, options) => {
    const diagnosed = await diagnose((diagnosis, process) => report(diagnosis, options, process));
    return {text: render(opened, diagnosed, options), findings: diagnosed.processes.map(({findings}) => findings)};
  };
}

const CASE_FORMATS: Readonly<Record<string, CaseFormat>> = {
  text: caseFormat(
    (diagnosis, options, one) => processText(diagnosis, one, styleFor(options, process.stdout), options.showIdle),
    (opened, diagnosed, options) => caseText(opened, diagnosed, styleFor(options, process.stdout)),
  ),
  json: caseFormat(processAnalysis, caseJson),
  markdown: caseFormat(processMarkdown, (_, diagnosed) => caseMarkdown(diagnosed)),
};

/** No detector looks at labels, and without them a large profile is read in half the time. */
async function readForText(
  inputs: readonly string[],
  reading: InputOptions,
  options: AnalyzeOptions,
): Promise<CaseProfiles> {
  return caseProfiles(await readInputs(inputs, {...reading, keepLabels: false}), options);
}

function render(diagnosis: Diagnosis, base: BaseComparison | undefined, options: AnalyzeOptions): string {
  const {findings, subject, suppressed} = diagnosis;
  if (options.format === 'json') return renderAnalysisJson(subject, findings, suppressed, base);
  if (options.format === 'markdown') return renderAnalysisMarkdown(subject, findings, base);
  if (options.format === 'sarif') return renderAnalysisSarif(subject, findings, DETECTORS, version(), base);
  const style = styleFor(options, process.stdout);
  const showIdle = options.showIdle === true;
  return renderAnalysisText(subject, findings, suppressed, style, {showIdle, ...(base === undefined ? {} : {base})});
}

function exitCode(
  findings: readonly Finding[],
  base: BaseComparison | undefined,
  failOn: Severity | undefined,
): number {
  if (failOn === undefined) return EXIT_CODES.ok;
  const hasRisen = (finding: Finding): boolean =>
    base?.changes.some((change) => change.finding === finding && ['new', 'grown'].includes(change.status)) ?? true;
  const isBad = findings.some((finding) => isAtLeast(finding.severity, failOn) && hasRisen(finding));
  return isBad ? EXIT_CODES.findings : EXIT_CODES.ok;
}
