/**
 * `pprofx diff`: did the fix work?
 */
import {type Command, Option} from 'commander';
import type {Rename} from '../../analysis/compare/align.ts';
import type {Diff} from '../../analysis/compare/diff-result.ts';
import type {ScaleMode} from '../../analysis/compare/scale.ts';
import {analyzeSeries} from '../../analysis/compare/series.ts';
import {compareTree} from '../../analysis/compare/tree.ts';
import type {Verdict} from '../../analysis/compare/verdict.ts';
import {sampleTypeOf} from '../../analysis/values/sample-choice.ts';
import {failure} from '../../base/errors.ts';
import {safeText} from '../../base/safe-text.ts';
import {type DiffOptions, diffProfiles} from '../../diff.ts';
import {isAtLeast, type KnownDiagnosis} from '../../model/finding.ts';
import type {Profile} from '../../model/profile.ts';
import {renderDiffHtml} from '../../render/html/diff.ts';
import {renderDiffJson, renderDiffsJson} from '../../render/json/diff.ts';
import {renderSeriesJson} from '../../render/json/series.ts';
import {renderDiffMarkdown, renderDiffsMarkdown} from '../../render/markdown/diff.ts';
import {type DiffWidth, renderDiffSvg} from '../../render/svg/diff.ts';
import {renderDiffText} from '../../render/text/diff.ts';
import {renderSeriesText} from '../../render/text/series.ts';
import {decisiveType, totalPhrase, verdictSentence} from '../../render/words/diff-words.ts';
import {chooseInputs} from '../case/choose-inputs.ts';
import {holdContainers} from '../case/hold-containers.ts';
import {hasContainer} from '../case/inventory.ts';
import {readPairs} from '../case/pairs.ts';
import {noFolderFormat, refuseRedacting} from '../case/refusals.ts';
import {collected} from '../input/collected.ts';
import {addReadOptions, type InputOptions, pageOptions, type ReadChoices, readOptions} from '../input/read-options.ts';
import {
  addRedactOptions,
  type CaseProfiles,
  caseProfiles,
  isRedacting,
  type RedactChoices,
} from '../input/redaction.ts';
import {addCommonOptions, type CommonOptions, formatOfName, styleFor} from '../options/common-options.ts';
import {addLanguageOption, catalogueOf, type LanguageChoice, languageOf, speak} from '../options/language.ts';
import {EXIT_CODES} from '../output/exit-codes.ts';
import {writeResult} from '../output/output.ts';
import {readMany} from '../reading/read-many.ts';
import {htmlReport, openingOf, type ReportInputs, readReportInputs} from '../server/report.ts';
import {letNurseryGrow} from '../system/nursery.ts';
import type {CommandModule} from './command.ts';

interface DiffCommandOptions extends CommonOptions, LanguageChoice, ReadChoices, RedactChoices {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly series?: boolean;
  readonly rename: readonly string[];
  readonly normalize?: boolean;
  readonly scale: ScaleMode;
  readonly sampleIndex?: string;
  readonly nodecount: string;
  readonly full?: boolean;
  readonly boxWidth: DiffWidth;
  readonly failOn?: FailOn;
}

const FAIL_ON = ['better', 'unchanged', 'worse', 'info', 'warning', 'critical'] as const;
type FailOn = (typeof FAIL_ON)[number];

export const diffCommand: CommandModule = {
  define(command: Command, run): void {
    command
      .argument(
        '[inputs...]',
        'BEFORE and AFTER: paths, URLs, - for standard input, folders or archives; with --series, any number',
      )
      .option('--before <input>', 'profile from before; repeat for several runs or kinds', collected, [])
      .option('--after <input>', 'profile from after; repeat for several runs or kinds', collected, [])
      .option('--series', 'compare more than two profiles over time')
      .option('--rename <old=new>', 'package path that changed between the builds; repeatable', collected, [])
      .option('--normalize', 'scale AFTER to the total of BEFORE, as go tool pprof -normalize does')
      .addOption(
        new Option(
          '--scale <how>',
          'how to make the sides comparable; auto scales durations that differ by more than 5%',
        )
          .choices(['auto', 'none', 'duration', 'total'])
          .default('auto'),
      )
      .option('--sample-index <type>', 'sample type to judge by, by name or number, e.g. alloc_space')
      .option('--nodecount <n>', 'number of functions to show, 0 for all that changed', '15')
      .option('--full', 'print full import paths')
      .addOption(
        new Option('--box-width <side>', 'which side sets the width of a box')
          .choices(['both', 'after', 'before'])
          .default('both'),
      )
      .addOption(
        new Option(
          '--fail-on <level>',
          'exit 1 if the verdict is this bad or worse; a severity means: if worse, or a new finding is this severe',
        ).choices([...FAIL_ON]),
      );
    addRedactOptions(command);
    addReadOptions(command);
    addLanguageOption(command);
    addCommonOptions(command, ['text', 'json', 'markdown', 'svg', 'html']);
    command.addHelpText('after', EXAMPLES);
    command.action((inputs: string[], options: DiffCommandOptions) =>
      run(() => {
        const named = command.getOptionValueSource('format') === 'default' ? formatOfName(options.output) : undefined;
        const chosen = options.series === true || named === undefined ? options : {...options, format: named};
        speak(languageOf(chosen, chosen.format));
        return chosen.series === true ? runSeries(inputs, chosen) : runDiff(inputs, chosen);
      }),
    );
  },
};

const EXAMPLES = `
Examples:
  pprofx diff before.pb.gz after.pb.gz                      one sentence, then why
  pprofx diff --fail-on worse --format markdown a.pb b.pb   for a pull request
  pprofx diff --before a1.pb --before a2.pb --after b1.pb --after b2.pb    several runs, or several kinds
  pprofx diff --format svg -o diff.svg before.pb.gz after.pb.gz            the picture
  pprofx diff -o diff.html before.pb.gz after.pb.gz         the viewer and both profiles in one file
  pprofx diff --series heap-*.pb.gz                         what grows over time
`;

async function runDiff(given: readonly string[], options: DiffCommandOptions): Promise<number> {
  const reading = readOptions(options);
  const inputs = await holdContainers(given, reading);
  const isOfFolders = inputs.length > 0 && inputs.every((input) => hasContainer([input]));
  if (isOfFolders) return runFolders(inputs, options);
  const sides = sidesOf(inputs, options);
  const before = await chosenOf(sides.before, options);
  const after = await chosenOf(sides.after, options);
  const isHtml = options.format === 'html';
  const all: CaseProfiles = isHtml
    ? await readReportInputs(pairOnly(before, after, options), reading, options)
    : await readSides(before, after, reading, options);
  letNurseryGrow();
  const rows = [...all.profiles.keys()];
  const diagnoses = all.diagnose([rows.slice(0, before.length), rows.slice(before.length)], {});
  const old = all.profiles.slice(0, before.length);
  const recent = all.profiles.slice(before.length);
  const diff = diffProfiles(old, recent, {...diffOptions(options, recent), analysis: {diagnoses}});
  await writeResult(
    all.raw !== undefined ? await report({...all, raw: all.raw}, diff, diagnoses, options) : render(diff, options),
    options,
  );
  return options.failOn !== undefined && fails(diff, options.failOn) ? EXIT_CODES.findings : EXIT_CODES.ok;
}

/** A folder beside a file stands for the last profiles of its only process. */
function chosenOf(inputs: readonly string[], options: DiffCommandOptions): Promise<string[]> {
  return chooseInputs({inputs, reading: readOptions(options), choices: options}, 'one process');
}

/** Folders and archives: the processes that both hold, one after the other; or one, from its first moment to its last. */
async function runFolders(folders: readonly string[], options: DiffCommandOptions): Promise<number> {
  refuseRedacting(options);
  const {format = 'text'} = options;
  const render = FOLDER_FORMATS[format];
  if (render === undefined) throw noFolderFormat(format, FOLDER_FORMATS);
  const pairs = await readPairs(folders, readOptions(options), options);
  const diffs = pairs.map(({after, before, id}) => ({
    id,
    diff: diffProfiles(before, after, diffOptions(options, after)),
  }));
  await writeResult(render(diffs, options), options);
  const level = options.failOn;
  return level !== undefined && diffs.some(({diff}) => fails(diff, level)) ? EXIT_CODES.findings : EXIT_CODES.ok;
}

interface ProcessDiff {
  readonly id: string;
  readonly diff: Diff;
}

const FOLDER_FORMATS: Readonly<Record<string, (diffs: readonly ProcessDiff[], options: DiffCommandOptions) => string>> =
  {
    text: (diffs, options) => {
      const style = styleFor(options, process.stdout);
      return diffs.map(({diff, id}) => `${style.bold(`── ${safeText(id)}`)}\n${render(diff, options)}`).join('\n');
    },
    json: renderDiffsJson,
    markdown: renderDiffsMarkdown,
  };

async function readSides(
  before: readonly string[],
  after: readonly string[],
  reading: InputOptions,
  options: DiffCommandOptions,
): Promise<CaseProfiles> {
  // Sizes of allocations decide how uncertain a sampled value is; nothing here looks at other labels.
  const profiles = await readMany([...before, ...after], {...reading, keepLabels: 'numeric'});
  if (isRedacting(options) && options.rename.length > 0)
    throw failure('USAGE', '--redact takes no --rename: the names are gone by then');
  return caseProfiles(profiles, options);
}

/** The page in a report compares one input with one, as they are: what it could not repeat is refused. */
function pairOnly(before: readonly string[], after: readonly string[], options: DiffCommandOptions): string[] {
  const isPlain = options.scale === 'auto' && options.normalize !== true && options.rename.length === 0;
  if (isPlain && before.length === 1 && after.length === 1) return [...before, ...after];
  const message = isPlain
    ? 'an HTML report compares one profile with one'
    : 'an HTML report takes no --scale, --normalize or --rename';
  throw failure('USAGE', message, {}, 'text, markdown and json take them all');
}

function report(
  {profiles, raw}: ReportInputs,
  diff: Diff,
  diagnoses: readonly KnownDiagnosis[],
  options: DiffCommandOptions,
): Promise<string> {
  const {type} = decisiveType(diff.sections[0]);
  const chosen = options.sampleIndex === undefined ? '' : `&type=${encodeURIComponent(type)}`;
  const start = `screen=compare&base=0&input=1${chosen}`;
  return htmlReport(
    raw,
    renderDiffHtml(diff),
    openingOf(
      start,
      {...pageOptions(options), diagnoses, catalogue: catalogueOf(languageOf(options, options.format))},
      profiles,
    ),
  );
}

function sidesOf(inputs: readonly string[], options: DiffCommandOptions): {before: string[]; after: string[]} {
  const before = [...options.before];
  const after = [...options.after];
  // Positional inputs fill the sides that have none: BEFORE AFTER, or the other side of a given one.
  const rest = [...inputs];
  if (before.length === 0 && rest.length > 0) before.push(rest.shift() ?? '');
  if (after.length === 0 && rest.length > 0) after.push(rest.shift() ?? '');
  if (before.length > 0 && after.length > 0 && rest.length === 0) return {before, after};
  const wanted =
    rest.length > 0
      ? 'diff takes two inputs; more go behind --before and --after, or --series'
      : 'diff needs BEFORE and AFTER';
  throw failure('USAGE', wanted, {}, 'pprofx diff before.pb.gz after.pb.gz');
}

function diffOptions(options: DiffCommandOptions, recent: readonly Profile[]): DiffOptions {
  const sampleType = sampleTypeName(options.sampleIndex, recent);
  return {
    renames: options.rename.map(parseRename),
    scale: options.normalize === true ? 'total' : options.scale,
    ...(sampleType === undefined ? {} : {sampleType}),
  };
}

/** The name that a number or name stands for in the first profile that has it. */
function sampleTypeName(wanted: string | undefined, profiles: readonly Profile[]): string | undefined {
  if (wanted === undefined) return undefined;
  const owner = profiles.find(({sampleTypes}) => sampleTypes.some(({type}) => type === wanted)) ?? profiles[0];
  return owner.sampleTypes[sampleTypeOf(owner, wanted)].type;
}

function parseRename(text: string): Rename {
  const at = text.indexOf('=');
  if (at <= 0 || at === text.length - 1) throw failure('USAGE', `--rename expects OLD=NEW, not ${text}`);
  return {from: text.slice(0, at), to: text.slice(at + 1)};
}

function render(diff: Diff, options: DiffCommandOptions): string {
  if (options.format === 'json') return renderDiffJson(diff);
  if (options.format === 'markdown') return renderDiffMarkdown(diff);
  if (options.format === 'svg') return picture(diff, options);
  return renderDiffText(
    diff,
    {nodeCount: nodeCount(options), fullNames: options.full === true},
    styleFor(options, process.stdout),
  );
}

function picture(diff: Diff, options: DiffCommandOptions): string {
  const [section] = diff.sections;
  const {rows, total, type} = decisiveType(section);
  const tree = compareTree(section.comparison, section.comparison.decisive, type);
  const moved = new Set(rows.filter(({cum}) => cum.change !== 'unchanged').map(({row}) => row));
  if (total.change !== 'unchanged') moved.add(tree.fn[0]);
  return renderDiffSvg(tree, {
    width: 1200,
    boxWidth: options.boxWidth,
    moved,
    title: totalPhrase(section),
    subtitle: verdictSentence(diff),
  });
}

function nodeCount({nodecount}: DiffCommandOptions): number {
  const count = Number(nodecount);
  if (Number.isInteger(count) && count >= 0) return count;
  throw failure('USAGE', `--nodecount expects a whole number, not ${nodecount}`);
}

const BADNESS: Readonly<Record<Verdict, number>> = {fixed: 0, better: 1, unchanged: 2, worse: 3, 'new trouble': 3};

function fails(diff: Diff, level: FailOn): boolean {
  if (level === 'better' || level === 'unchanged' || level === 'worse') return BADNESS[diff.verdict] >= BADNESS[level];
  const hasRisen = diff.findings.some(
    ({finding, status}) => (status === 'new' || status === 'grown') && isAtLeast(finding.severity, level),
  );
  return hasRisen || BADNESS[diff.verdict] >= BADNESS.worse;
}

async function runSeries(given: readonly string[], options: DiffCommandOptions): Promise<number> {
  const reading = readOptions(options);
  const inputs = await chooseInputs({inputs: given, reading, choices: options}, 'series');
  if (inputs.length < 3) throw failure('USAGE', `--series needs at least three profiles, not ${inputs.length}`);
  if (options.format !== 'text' && options.format !== 'json') {
    throw failure('USAGE', `--series has no ${options.format} output; there are text and json`);
  }
  const {profiles} = await readSides(inputs, [], reading, options);
  const series = analyzeSeries(
    profiles,
    sampleTypeName(options.sampleIndex, profiles),
    options.rename.map(parseRename),
  );
  const result =
    options.format === 'json'
      ? renderSeriesJson(series)
      : renderSeriesText(series, nodeCount(options), styleFor(options, process.stdout));
  await writeResult(result, options);
  return options.failOn !== undefined && series.growths.length > 0 ? EXIT_CODES.findings : EXIT_CODES.ok;
}
