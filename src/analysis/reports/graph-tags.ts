/**
 * Labels at the nodes of a graph, for pictures: string labels as they are, and the allocation size (`bytes`) as the one
 * number, as google/pprof draws them.
 */
import {NONE} from '../../base/columns.ts';
import {scaledLabel} from '../../base/units.ts';
import {compareBytes} from '../../base/utf8.ts';
import type {Profile} from '../../model/profile.ts';
import type {FrameNames} from '../names/frame-names.ts';
import {FrameWalk} from '../names/frame-walk.ts';
import {labelGroups} from '../values/label-units.ts';
import {BASE_LABEL, type ChosenValues} from '../values/sample-choice.ts';
import type {NodeTags, Tag} from './graph.ts';

export interface TagOptions {
  /** 1 per frame that may appear; undefined for all. */
  readonly kept: Uint8Array | undefined;
  readonly bytesUnit: string;
  /** What numbers are shown in. */
  readonly unit: string;
  /** Node of a path of frames: in call trees it depends on all frames above. */
  readonly nodesOf: (path: readonly number[]) => readonly number[];
}

/** The labels of a label set in words. */
interface SetTags {
  readonly labels: string;
  readonly numbers: readonly {readonly name: string; readonly unit: string; readonly value: number}[];
}

export function collectTags(
  profile: Profile,
  chosen: ChosenValues,
  frames: FrameNames,
  nodeCount: number,
  options: TagOptions,
): NodeTags[] {
  const tags: NodeTags[] = Array.from({length: nodeCount}, () => ({labels: new Map(), numbers: new Map()}));
  const {samples} = profile;
  const walk = new FrameWalk(profile, frames);
  const setTags = new Map<number, SetTags>();
  for (let row = 0; row < samples.length; row++) {
    const value = chosen.values[row];
    const divisor = chosen.divisors?.[row] ?? 0;
    if (samples.stack[row] === NONE || (value === 0 && divisor === 0)) continue;
    const set = samples.labels[row];
    const known = setTags.get(set) ?? tagsOfSet(profile, set, options);
    setTags.set(set, known);
    if (known.labels === '' && known.numbers.length === 0) continue;
    const path = walk.path(samples.stack[row]);
    const nodes = options.nodesOf(path);
    const isKept = (i: number): boolean => options.kept === undefined || options.kept[path[i]] === 1;
    const shown = nodes.filter((_, i) => isKept(i));
    for (const node of new Set(shown)) addTags(tags[node], known, value, divisor, false);
    const leaf = shown.at(-1);
    if (leaf !== undefined && isKept(path.length - 1)) addTags(tags[leaf], known, value, divisor, true);
  }
  return tags;
}

function tagsOfSet(profile: Profile, set: number, {bytesUnit, unit}: TagOptions): SetTags {
  const groups = labelGroups(profile, set).filter(({key}) => key !== BASE_LABEL);
  const labels = groups.flatMap(({key, texts}) => texts.map((text) => `${key}:${text}`));
  const bytes = groups.find(({key}) => key === 'bytes')?.numbers ?? [];
  return {
    labels: labels.sort(compareBytes).join('\n'),
    numbers: bytes.map(({value}) => ({
      name: scaledLabel(Number(value), bytesUnit, unit),
      unit: bytesUnit,
      value: Number(value),
    })),
  };
}

function addTags(node: NodeTags, {labels, numbers}: SetTags, value: number, divisor: number, isFlat: boolean): void {
  if (labels !== '') addTo(tagIn(node.labels, {name: labels, unit: '', value: 0}), value, divisor, isFlat);
  const known = node.numbers.get(labels) ?? new Map<string, Tag>();
  node.numbers.set(labels, known);
  for (const number of numbers) addTo(tagIn(known, number), value, divisor, isFlat);
}

function tagIn(
  tags: Map<string, Tag>,
  tag: {readonly name: string; readonly unit: string; readonly value: number},
): Tag {
  const found = tags.get(tag.name) ?? {...tag, flat: 0, flatDivisor: 0, cum: 0, cumDivisor: 0};
  tags.set(tag.name, found);
  return found;
}

function addTo(tag: Tag, value: number, divisor: number, isFlat: boolean): void {
  if (isFlat) {
    tag.flat += value;
    tag.flatDivisor += divisor;
  } else {
    tag.cum += value;
    tag.cumDivisor += divisor;
  }
}

/** Tags by magnitude of flat (or cum first), then by name. */
export function sortTags(tags: readonly Tag[], byFlat: boolean): Tag[] {
  return [...tags].sort(
    (a, b) =>
      (byFlat ? 0 : Math.abs(b.cum) - Math.abs(a.cum)) ||
      Math.abs(b.flat) - Math.abs(a.flat) ||
      compareBytes(a.name, b.name),
  );
}
