/**
 * A folder of `watch`, or of `collect --twice`, as a series for the page: what was measured, and the profiles that are
 * still there.
 */
import {existsSync, readdirSync, statSync} from 'node:fs';
import {basename, join} from 'node:path';
import {findTrend, LEAST_RISE} from '../../analysis/compare/trend.ts';
import type {CollectedProcess} from '../../model/collection.ts';
import type {PageSeries, SeriesFile, SeriesLine, SeriesMoment, SeriesProcess} from '../../render/html/page-series.ts';
import {isCollection, lastFiles, openCollection, twiceFiles} from '../case/collection.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {GOROUTINES, HEAP, type History, isBytes, withRound} from './history.ts';
import {secondsOf} from './ring.ts';
import {readState, STATE} from './state.ts';

export interface FolderSeries {
  readonly series: PageSeries;
  /** Paths of the files of moments; a file's address in the page is `moment/N`. */
  readonly paths: readonly string[];
}

export function isWatchFolder(path: string): boolean {
  return existsSync(join(path, STATE)) && existsSync(join(path, 'rounds'));
}

/** @throws MALFORMED_TEXT for a broken state */
export function watchSeries(folder: string): FolderSeries {
  const {healthy, histories} = readState(folder);
  const listing = new Listing();
  const moments = new Map<string, SeriesMoment[]>();
  for (const {at, kind, name, root} of momentFolders(folder, healthy)) {
    for (const process of openCollection(root).processes) {
      const files = listing.add(name, lastFiles(root, process));
      if (files.length === 0) continue;
      const known = moments.get(process.id) ?? [];
      known.push({name: kind === 'alarm' ? `${name}-alarm` : name, at, kind, files});
      moments.set(process.id, known);
    }
  }
  const processes = Object.entries(histories).map(([id, history]) => processOf(id, history, moments.get(id) ?? []));
  return {series: {processes: processes.sort((a, b) => trouble(b) - trouble(a))}, paths: listing.paths};
}

/** Two moments of each process; undefined where the folder has only one. */
export async function twiceSeries(root: string, reading: InputOptions): Promise<FolderSeries | undefined> {
  const listing = new Listing();
  const processes: SeriesProcess[] = [];
  for (const process of openCollection(root).processes) {
    const looks = twiceFiles(root, process);
    if (looks === undefined) continue;
    let history: History | undefined;
    const moments: SeriesMoment[] = [];
    for (const [index, files] of looks.entries()) {
      const profiles = await Promise.all(files.map((path) => readInput(path, {...reading, keepLabels: false})));
      const at = takenAt(process, files[0]);
      history = withRound(history, at, profiles);
      const name = index === 0 ? 'first' : 'second';
      moments.push({name, at, kind: 'round', files: listing.add(name, files)});
    }
    if (history !== undefined) processes.push(processOf(process.id, history, moments));
  }
  return processes.length === 0 ? undefined : {series: {processes}, paths: listing.paths};
}

/** Before the number of a file in its address in the page. */
const ADDRESS = 'moment/';

/** The files of one of its moments. */
export function pathsOf({paths}: FolderSeries, {files}: SeriesMoment): string[] {
  return files.map(({url}) => paths[Number(url.slice(ADDRESS.length))]);
}

/** Gives each file its address in the page. */
class Listing {
  readonly paths: string[] = [];

  add(moment: string, files: readonly string[]): SeriesFile[] {
    return files.map((path) => {
      const url = `${ADDRESS}${this.paths.push(path) - 1}`;
      const file = basename(path);
      return {name: `${moment}/${file}`, kind: file.split(/[-.]/)[0], url, size: statSync(path).size};
    });
  }
}

interface MomentFolder extends Pick<SeriesMoment, 'at' | 'kind' | 'name'> {
  readonly root: string;
}

function momentFolders(folder: string, healthy: string | undefined): MomentFolder[] {
  const within = (part: string, kindOf: (name: string) => SeriesMoment['kind']): MomentFolder[] => {
    const path = join(folder, part);
    if (!existsSync(path)) return [];
    return readdirSync(path)
      .map((name) => ({name, root: join(path, name), at: secondsOf(name), kind: kindOf(name)}))
      .filter(({at, root}) => Number.isFinite(at) && isCollection(root));
  };
  const rounds = within('rounds', (name) => (name === healthy ? 'healthy' : 'round'));
  return [...rounds, ...within('alarms', () => 'alarm')].sort((a, b) => a.at - b.at);
}

function processOf(id: string, {at, series}: History, moments: readonly SeriesMoment[]): SeriesProcess {
  const lines = Object.entries(series).map(([name, values]) => lineOf(name, at, values));
  return {id, at, lines: lines.sort((a, b) => rank(b) - rank(a)), moments};
}

function rank({hourly, name, values}: SeriesLine): number {
  if (name === GOROUTINES) return 3;
  if (name === HEAP) return 2;
  const change = Math.abs((values.at(-1) ?? 0) - values[0]);
  return (hourly === undefined ? 0 : 1) + change / (1 + change);
}

function lineOf(name: string, at: readonly number[], values: readonly number[]): SeriesLine {
  const leastRise = isBytes(name) ? LEAST_RISE.heap : LEAST_RISE.goroutines;
  const trend = findTrend(at, values, {leastRise});
  const hourly = trend === undefined ? {} : {hourly: trend.slope * 3600};
  return {name, unit: isBytes(name) ? 'bytes' : 'count', values, ...hourly};
}

/** Alarms first, then what grows, then the larger. */
function trouble({lines, moments}: SeriesProcess): number {
  const isAlarmed = moments.some(({kind}) => kind === 'alarm');
  const isGrowing = lines.some(({hourly}) => hourly !== undefined);
  const goroutines = lines.find(({name}) => name === GOROUTINES)?.values.at(-1) ?? 0;
  return (isAlarmed ? 2e12 : 0) + (isGrowing ? 1e12 : 0) + goroutines;
}

function takenAt({profiles}: CollectedProcess, path: string): number {
  const taken = profiles.find(({file}) => file === basename(path))?.takenAt ?? '';
  return Date.parse(taken) / 1000;
}
