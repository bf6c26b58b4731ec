/**
 * Which reports are compared, with which options: every option alone and many together, spread over all profiles.
 *
 * Drawn with a seeded generator, so that every run compares the same.
 */

import {computeTop, sortTop} from '../../src/analysis/reports/top.ts';
import {labelGroups} from '../../src/analysis/values/label-units.ts';
import {functionFile, type Profile} from '../../src/model/profile.ts';
import type {Settings} from './go-pprof.ts';

export interface DifferentialCase {
  readonly kind: string;
  /** Argument of peek and list. */
  readonly pattern: string | undefined;
  readonly settings: Settings;
}

/** What there is in a profile to filter by. */
interface Handles {
  readonly hot: string;
  readonly middle: string;
  readonly common: string;
  readonly file: string;
  readonly labelKey: string;
  readonly labelValue: string;
  readonly numberKey: string;
  readonly numberRange: string;
  readonly types: number;
}

const KINDS = 'top tree peek traces tags raw callgrind dot proto topproto list comments'.split(' ');

export function casesFor(path: string, profile: Profile, count: number): DifferentialCase[] {
  const handles = handlesOf(profile);
  const random = generator(path);
  const options = optionSets(handles);
  const cases: DifferentialCase[] = [
    {kind: 'top', pattern: undefined, settings: {}},
    {kind: 'raw', pattern: undefined, settings: {}},
  ].slice(0, count);
  while (cases.length < count) {
    const kind = KINDS[Math.floor(random() * KINDS.length)];
    const parts = [pick(options, random), ...(random() < 0.5 ? [pick(options, random)] : [])];
    if (random() < 0.2) parts.push(pick(options, random));
    const settings = withoutChance(kind, Object.assign({}, ...parts) as Settings);
    const needsPattern = kind === 'peek' || kind === 'list';
    const pattern = needsPattern ? pick([handles.hot, handles.middle, handles.common], random) : undefined;
    if (pattern === '' || pattern?.startsWith('-')) continue;
    cases.push({kind, pattern, settings});
  }
  return cases;
}

/** Leaves out what go tool pprof decides by chance: which of many nodes of one name a trimmed call tree keeps. */
function withoutChance(kind: string, settings: Settings): Settings {
  const {mean: _, ...rest} = settings;
  if (kind !== 'dot') return settings;
  return rest['call_tree'] === 'true' ? {...rest, nodecount: '0'} : rest;
}

function optionSets(handles: Handles): Settings[] {
  const {common, file, hot, labelKey, labelValue, middle, numberKey, numberRange, types} = handles;
  const always: Settings[] = [
    {},
    {nodecount: '10'},
    {nodecount: '0'},
    {nodefraction: '0', edgefraction: '0'},
    {nodefraction: '0.05', edgefraction: '0.02', nodecount: '20'},
    {trim: 'false'},
    {sort: 'cum'},
    {focus: hot},
    {focus: middle},
    {ignore: hot},
    {ignore: middle, focus: common},
    {hide: common},
    {hide: hot},
    {show: common},
    {show: `${hot}|${middle}`},
    {show_from: middle},
    {prune_from: middle},
    {granularity: 'lines'},
    {granularity: 'files'},
    {granularity: 'filefunctions'},
    {granularity: 'addresses'},
    {noinlines: 'true'},
    {relative_percentages: 'true', focus: middle},
    {unit: 'auto'},
    {unit: 'mb'},
    {unit: 'ms'},
    {divide_by: '7'},
    {divide_by: '0.5'},
    {mean: 'true'},
    {drop_negative: 'true'},
    {call_tree: 'true'},
    {sample_index: String(types - 1)},
    {sample_index: '0'},
    {trim_path: '/usr/lib'},
    {source_path: '/home/user/src'},
  ];
  const files: Settings[] = file === '' ? [] : [{focus: file}, {hide: file}];
  const labels: Settings[] =
    labelKey === ''
      ? []
      : [
          {tagfocus: labelValue},
          {tagfocus: `${labelKey}=${labelValue}`},
          {tagignore: `${labelKey}=${labelValue},nothing`},
          {tagshow: labelKey},
          {taghide: labelKey},
          {tagroot: labelKey},
          {tagleaf: labelKey},
          {tagroot: `${labelKey},${numberKey}`},
        ];
  const numbers: Settings[] =
    numberKey === ''
      ? []
      : [
          {tagfocus: numberRange},
          {tagfocus: `${numberKey}=${numberRange}:`},
          {tagignore: `:${numberRange}`},
          {tagroot: numberKey},
          {tagleaf: numberKey},
          {taghide: numberKey},
        ];
  return [...always, ...files, ...labels, ...numbers];
}

function handlesOf(profile: Profile): Handles {
  const top = computeTop(profile, profile.defaultSampleType);
  const byFlat = [...sortTop(top, 'flat')].map((row) => top.names[row]);
  const byCum = [...sortTop(top, 'cum')];
  const middle = byCum[Math.floor(byCum.length / 3)];
  const fn = middle === undefined ? -1 : top.functionOf[middle];
  const labels = firstLabels(profile);
  return {
    hot: patternFor(byFlat[0] ?? ''),
    middle: patternFor(middle === undefined ? '' : top.names[middle]),
    common: patternFor(/[A-Za-z_]{3,}/.exec(byFlat[Math.min(3, byFlat.length - 1)] ?? '')?.[0] ?? 'runtime'),
    file: fn < 0 ? '' : patternFor(functionFile(profile, fn)),
    ...labels,
    types: profile.sampleTypes.length,
  };
}

function firstLabels(profile: Profile): Pick<Handles, 'labelKey' | 'labelValue' | 'numberKey' | 'numberRange'> {
  const found = {labelKey: '', labelValue: '', numberKey: '', numberRange: ''};
  for (const set of profile.samples.labels) {
    for (const {key, numbers, texts} of labelGroups(profile, set)) {
      if (found.labelKey === '' && texts.length > 0 && /^\w+$/.test(key)) {
        found.labelKey = key;
        found.labelValue = patternFor(texts[0]).replaceAll(',', '.');
      }
      if (found.numberKey === '' && numbers.length > 0 && /^\w+$/.test(key)) {
        found.numberKey = key;
        found.numberRange = key === 'bytes' ? `${numbers[0].value}b` : String(numbers[0].value);
      }
    }
  }
  return found;
}

/** A pattern for exactly this text that survives go tool pprof's shell, which splits at blanks. */
function patternFor(text: string): string {
  return [...text]
    .map((char) =>
      /[A-Za-z0-9_/:]/.test(char) ? char : char.charCodeAt(0) > 0x7f || /[\s]/.test(char) ? '.' : `\\${char}`,
    )
    .join('')
    .slice(0, 120)
    .replace(/\\$/, '');
}

function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)];
}

/** mulberry32, seeded with a text. */
function generator(seed: string): () => number {
  let state = [...seed].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 0x01000193), 0x811c9dc5);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
