/**
 * Filters by label: tagfocus and tagignore choose samples, tagshow and taghide take labels away.
 *
 * `key=re1,re2` asks for a value of that key that matches any of the patterns; without a key each pattern must match
 * some `key:value`; numbers with units are ranges. All as google/pprof has it (driver_focus.go).
 */
import type {LabelSetTable, Profile} from '../../model/profile.ts';
import {compilePattern, type Pattern} from '../names/pattern.ts';
import {keepSamples} from '../profiles/profile-edit.ts';
import {type LabelGroup, type LabelUnits, labelGroups} from '../values/label-units.ts';
import {parseTagRange} from './tag-range.ts';

/** Whether a sample with these labels is meant. */
export type TagMatch = (labels: readonly LabelGroup[]) => boolean;

/**
 * @param name  the option, for messages
 * @throws INVALID_PATTERN
 */
export function compileTagMatch(name: string, text: string, units: LabelUnits): TagMatch {
  const equals = text.indexOf('=');
  const key = equals < 0 ? '' : text.slice(0, equals);
  const wanted = text.slice(equals + 1);
  const range = parseTagRange(wanted);
  if (range !== undefined) {
    return (labels) =>
      labels.some(
        (group) =>
          (key === '' || group.key === key) &&
          group.numbers.some(({value}) => range(Number(value), units.unitOf.get(group.key) ?? '')),
      );
  }
  const patterns = wanted.split(',').map((part) => compilePattern(part, name));
  return key === '' ? matchAll(patterns) : matchKey(key, patterns);
}

function matchAll(patterns: readonly Pattern[]): TagMatch {
  return (labels) => {
    const texts = labels.flatMap(({key, texts: values}) => values.map((value) => `${key}:${value}`));
    return patterns.every((pattern) => texts.some((text) => pattern.test(text)));
  };
}

function matchKey(key: string, patterns: readonly Pattern[]): TagMatch {
  return (labels) =>
    labels.some(
      (group) => group.key === key && group.texts.some((value) => patterns.some((pattern) => pattern.test(value))),
    );
}

export function tagFocusAndIgnore(
  profile: Profile,
  focus: TagMatch | undefined,
  ignore: TagMatch | undefined,
): {readonly profile: Profile; readonly hasFocused: boolean; readonly hasIgnored: boolean} {
  const {labelSets, samples} = profile;
  const isFocus = new Uint8Array(labelSets.length);
  const isIgnored = new Uint8Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set++) {
    const groups = labelGroups(profile, set);
    isFocus[set] = focus === undefined || focus(groups) ? 1 : 0;
    isIgnored[set] = ignore?.(groups) === true ? 1 : 0;
  }
  const rows: number[] = [];
  let hasFocused = false;
  let hasIgnored = false;
  for (let row = 0; row < samples.length; row++) {
    const set = samples.labels[row];
    hasFocused ||= isFocus[set] === 1;
    hasIgnored ||= isIgnored[set] === 1;
    if (isFocus[set] === 1 && isIgnored[set] === 0) rows.push(row);
  }
  return {profile: keepSamples(profile, Int32Array.from(rows)), hasFocused, hasIgnored};
}

/** Leaves the labels whose key matches `show` and does not match `hide`. */
export function filterTags(
  profile: Profile,
  show: Pattern | undefined,
  hide: Pattern | undefined,
): {readonly profile: Profile; readonly hasShown: boolean; readonly hasHidden: boolean} {
  const {labelSets, strings} = profile;
  let hasShown = false;
  let hasHidden = false;
  const kept: number[] = [];
  const start = new Int32Array(labelSets.length + 1);
  for (let set = 0; set < labelSets.length; set++) {
    for (let row = labelSets.start[set]; row < labelSets.start[set + 1]; row++) {
      const key = strings.at(labelSets.key[row]);
      const isShown = show === undefined || show.test(key);
      const isHidden = hide?.test(key) === true;
      hasShown ||= isShown;
      hasHidden ||= isHidden;
      if (isShown && !isHidden) kept.push(row);
    }
    start[set + 1] = kept.length;
  }
  return {profile: {...profile, labelSets: pickLabels(labelSets, start, kept)}, hasShown, hasHidden};
}

function pickLabels(table: LabelSetTable, start: Int32Array, kept: readonly number[]): LabelSetTable {
  const rows = Int32Array.from(kept);
  return {
    length: table.length,
    start,
    key: rows.map((row) => table.key[row]),
    text: rows.map((row) => table.text[row]),
    number: BigInt64Array.from(kept, (row) => table.number[row]),
    unit: rows.map((row) => table.unit[row]),
  };
}
