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
    .option('--focus <re>', 'keep only samples with a matching frame')
    .option('--ignore <re>', 'drop samples with a matching frame')
    .option('--hide <re>', 'remove matching frames')
    .option('--show <re>', 'keep only matching frames')
    .option('--show-from <re>', 'drop frames above the outermost match')
    .option('--prune-from <re>', 'drop frames below the innermost match')
    .option('--tagfocus <filter>', 'keep only samples with a label in range or matching: 1kb:10kb, key=re, re')
    .option('--tagignore <filter>', 'drop samples with such a label')
    .option('--tagshow <re>', 'keep only labels whose key matches')
    .option('--taghide <re>', 'drop labels whose key matches')
    .option('--tagroot <keys>', 'add the values of these labels as frames at the root')
    .option('--tagleaf <keys>', 'add the values of these labels as frames at the leaf')
    .option('--noinlines', 'attribute inlined calls to their callers');
}

/** Declares which value is shown and how. */
export function addValueOptions(command: Command): Command {
  const shortcut = (flag: string, type: string): Option =>
    new Option(flag, `same as --sample-index ${type}`).hideHelp();
  return command
    .optionsGroup('Values:')
    .option('--sample-index <type>', 'sample type by name or number, e.g. alloc_space')
    .option('--mean', 'average per unit of the first sample type, e.g. bytes per object')
    .option('--divide-by <n>', 'divide all values by this', parseNumber)
    .option('--unit <unit>', 'unit of values; minimum picks one for all, auto one for each', 'minimum')
    .option('--relative-percentages', 'base percentages on the filtered total')
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
    .optionsGroup('Granularity:')
    .addOption(choice('functions', 'one row per function, whatever its file (default)'))
    .addOption(choice('filefunctions', 'one row per function and file'))
    .addOption(choice('files', 'one row per file'))
    .addOption(choice('lines', 'one row per source line'))
    .addOption(choice('addresses', 'one row per address'))
    .option('--trim-path <prefixes>', 'prefixes to trim from source paths')
    .option('--source-path <dirs>', 'directories to search for source files, separated by colons')
    .option('--full', 'print full import paths');
}

/** Declares how much of the whole is shown. */
export function addSizeOptions(command: Command, defaultNodes: string): Command {
  return command
    .optionsGroup('Size and order:')
    .option('--nodecount <n>', `maximum number of rows, 0 for all (default: ${defaultNodes})`, parseNumber)
    .option('--nodefraction <f>', 'drop rows below this fraction of the total (default: 0.005)', parseNumber)
    .option('--edgefraction <f>', 'drop calls below this fraction of the total (default: 0.001)', parseNumber)
    .option('--no-trim', 'keep all rows and calls')
    .option('--drop-negative', 'drop rows with negative values')
    .option('--cum', 'sort by cumulative value')
    .option('--flat', 'sort by flat value (default)')
    .option('--call-tree', 'keep a node per call path (dot, graph, callgrind)')
    .option('--compact-labels', 'print only what was dropped, no profile header');
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
  if (chosen.length > 1) throw failure('USAGE', `more than one sample type given: ${chosen.join(', ')}`);
  return chosen[0] ?? '';
}
