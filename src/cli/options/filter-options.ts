/**
 * The options of reports, under the names of go tool pprof: declared here once, read here once.
 */
import {type Command, InvalidArgumentError, Option} from 'commander';
import type {FilterSettings} from '../../analysis/filters/filters.ts';
import type {Granularity} from '../../analysis/names/frame-names.ts';
import {DEFAULT_REPORT_SETTINGS, type ReportSettings} from '../../analysis/reports/report-settings.ts';
import {failure} from '../../base/errors.ts';

/** As commander hands them over. */
export interface FilterOptions {
  readonly focus?: string;
  readonly ignore?: string;
  readonly hide?: string;
  readonly show?: string;
  readonly showFrom?: string;
  readonly pruneFrom?: string;
  readonly tagfocus?: string;
  readonly tagignore?: string;
  readonly tagshow?: string;
  readonly taghide?: string;
  readonly tagroot?: string;
  readonly tagleaf?: string;
  readonly noinlines?: boolean;
}

export interface ReportOptions extends FilterOptions {
  readonly sampleIndex?: string;
  readonly mean?: boolean;
  readonly divideBy?: number;
  readonly cum?: boolean;
  readonly callTree?: boolean;
  readonly dropNegative?: boolean;
  readonly relativePercentages?: boolean;
  readonly nodecount?: number;
  readonly nodefraction?: number;
  readonly edgefraction?: number;
  readonly trim?: boolean;
  readonly unit?: string;
  readonly functions?: boolean;
  readonly filefunctions?: boolean;
  readonly files?: boolean;
  readonly lines?: boolean;
  readonly addresses?: boolean;
  readonly sourcePath?: string;
  readonly trimPath?: string;
  readonly compactLabels?: boolean;
  readonly full?: boolean;
  readonly inuseSpace?: boolean;
  readonly inuseObjects?: boolean;
  readonly allocSpace?: boolean;
  readonly allocObjects?: boolean;
  readonly totalDelay?: boolean;
  readonly contentions?: boolean;
  readonly meanDelay?: boolean;
}

/** Declares the filters alone: for flamegraphs, comparisons and everything else that shows stacks. */
export function addFilterOptions(command: Command): Command {
  return command
    .optionsGroup('Filters (Go regular expressions over function, file and binary names):')
    .option('--focus <re>', 'only samples with a frame that matches')
    .option('--ignore <re>', 'no samples with a frame that matches')
    .option('--hide <re>', 'take matching frames out of every stack')
    .option('--show <re>', 'leave only matching frames')
    .option('--show-from <re>', 'cut stacks above the outermost matching frame')
    .option('--prune-from <re>', 'cut stacks below the innermost matching function')
    .option('--tagfocus <filter>', 'only samples with a label in range or matching: 1kb:10kb, key=re, re')
    .option('--tagignore <filter>', 'no samples with such a label')
    .option('--tagshow <re>', 'only labels whose key matches')
    .option('--taghide <re>', 'no labels whose key matches')
    .option('--tagroot <keys>', 'frames for the values of these labels above every stack')
    .option('--tagleaf <keys>', 'frames for the values of these labels below every stack')
    .option('--noinlines', 'give the cost of inlined calls to their callers');
}

/** Declares which value is shown and how. */
export function addValueOptions(command: Command): Command {
  const shortcut = (flag: string, type: string): Option =>
    new Option(flag, `same as --sample-index ${type}`).hideHelp();
  return command
    .optionsGroup('Values:')
    .option('--sample-index <type>', 'sample type by name or number, e.g. alloc_space')
    .option('--mean', 'average over the first sample type, e.g. bytes per object')
    .option('--divide-by <n>', 'divide all values', parseNumber)
    .option('--unit <unit>', 'unit of values; minimum chooses one for all, auto one for each', 'minimum')
    .option('--relative-percentages', 'percentages of what is left after filtering')
    .addOption(shortcut('--inuse-space', 'inuse_space'))
    .addOption(shortcut('--inuse-objects', 'inuse_objects'))
    .addOption(shortcut('--alloc-space', 'alloc_space'))
    .addOption(shortcut('--alloc-objects', 'alloc_objects'))
    .addOption(shortcut('--total-delay', 'delay'))
    .addOption(shortcut('--contentions', 'contentions'))
    .addOption(new Option('--mean-delay', 'same as --mean --sample-index delay').hideHelp());
}

/** Declares what one row or box stands for. */
export function addGranularityOptions(command: Command): Command {
  const others: readonly Granularity[] = ['functions', 'filefunctions', 'files', 'lines', 'addresses'];
  const choice = (name: Granularity, text: string): Option =>
    new Option(`--${name}`, text).conflicts(others.filter((other) => other !== name));
  return command
    .optionsGroup('One row is:')
    .addOption(choice('functions', 'a function, whatever its file (default)'))
    .addOption(choice('filefunctions', 'a function in a file'))
    .addOption(choice('files', 'a file'))
    .addOption(choice('lines', 'a source line'))
    .addOption(choice('addresses', 'a code address'))
    .option('--trim-path <prefixes>', 'prefixes to cut from source paths')
    .option('--source-path <dirs>', 'directories of sources, separated by colons')
    .option('--full', 'import paths in full');
}

/** Declares how much of the whole is shown. */
export function addSizeOptions(command: Command, defaultNodes: string): Command {
  return command
    .optionsGroup('How much, in which order:')
    .option('--nodecount <n>', `rows to show at most, 0 for all (default: ${defaultNodes})`, parseNumber)
    .option('--nodefraction <f>', 'leave out rows below this share of the total (default: 0.005)', parseNumber)
    .option('--edgefraction <f>', 'leave out calls below this share of the total (default: 0.001)', parseNumber)
    .option('--no-trim', 'leave out nothing')
    .option('--drop-negative', 'leave out rows of negative value')
    .option('--cum', 'sort by cumulative value')
    .option('--flat', 'sort by own value (default)')
    .option('--call-tree', 'keep the paths to a function separate (dot, graph, callgrind)')
    .option('--compact-labels', 'only what was left out, not what the profile is');
}

/** @throws InvalidArgumentError, which commander turns into a usage message */
export function parseNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('not a number.');
  return number;
}

export function filterSettings(options: FilterOptions): FilterSettings {
  const text = (value: string | undefined): string => value ?? '';
  return {
    focus: text(options.focus),
    ignore: text(options.ignore),
    hide: text(options.hide),
    show: text(options.show),
    showFrom: text(options.showFrom),
    pruneFrom: text(options.pruneFrom),
    tagFocus: text(options.tagfocus),
    tagIgnore: text(options.tagignore),
    tagShow: text(options.tagshow),
    tagHide: text(options.taghide),
    tagRoot: text(options.tagroot),
    tagLeaf: text(options.tagleaf),
  };
}

/** Whether an option looks at labels; reading a profile without them takes less memory. */
export function needsLabels(options: FilterOptions): boolean {
  const {tagfocus, taghide, tagignore, tagleaf, tagroot, tagshow} = options;
  return [tagfocus, taghide, tagignore, tagleaf, tagroot, tagshow].some((text) => text !== undefined);
}

/** @throws USAGE */
export function reportSettings(options: ReportOptions): ReportSettings {
  const defaults = DEFAULT_REPORT_SETTINGS;
  return {
    ...defaults,
    ...filterSettings(options),
    sampleIndex: chosenSampleIndex(options),
    mean: options.mean === true || options.meanDelay === true,
    divideBy: options.divideBy ?? defaults.divideBy,
    sort: options.cum === true ? 'cum' : 'flat',
    callTree: options.callTree === true,
    dropNegative: options.dropNegative === true,
    relativePercentages: options.relativePercentages === true,
    nodeCount: Math.trunc(options.nodecount ?? defaults.nodeCount),
    nodeFraction: options.nodefraction ?? defaults.nodeFraction,
    edgeFraction: options.edgefraction ?? defaults.edgeFraction,
    trim: options.trim !== false,
    unit: options.unit ?? defaults.unit,
    granularity: chosenGranularity(options),
    noInlines: options.noinlines === true,
    sourcePath: options.sourcePath ?? '',
    trimPath: options.trimPath ?? '',
  };
}

function chosenGranularity({addresses, filefunctions, files, lines}: ReportOptions): Granularity {
  if (addresses === true) return 'addresses';
  if (lines === true) return 'lines';
  if (files === true) return 'files';
  return filefunctions === true ? 'filefunctions' : 'functions';
}

function chosenSampleIndex(options: ReportOptions): string {
  const shortcuts: readonly (readonly [boolean | undefined, string])[] = [
    [options.inuseSpace, 'inuse_space'],
    [options.inuseObjects, 'inuse_objects'],
    [options.allocSpace, 'alloc_space'],
    [options.allocObjects, 'alloc_objects'],
    [options.totalDelay, 'delay'],
    [options.contentions, 'contentions'],
    [options.meanDelay, 'delay'],
  ];
  const chosen = shortcuts.filter(([isSet]) => isSet === true).map(([, type]) => type);
  if (options.sampleIndex !== undefined) chosen.unshift(options.sampleIndex);
  if (chosen.length > 1) throw failure('USAGE', `more than one sample type asked for: ${chosen.join(', ')}`);
  return chosen[0] ?? '';
}
