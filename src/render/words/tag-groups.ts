/**
 * Few boxes for many numbers: sizes close to each other are drawn as one range.
 */
import type {Tag} from '../../analysis/reports/graph.ts';
import {sortTags} from '../../analysis/reports/graph-tags.ts';
import {scale, scaledLabel} from '../../base/units.ts';

/** A box: a number or a range in words, with its values; means are divided. */
export interface TagGroup {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

/** At most `count` groups; each begins with one of the heaviest and takes in what is nearest to it. */
export function collapsedTags(tags: readonly Tag[], count: number, byFlat: boolean): TagGroup[] {
  const sorted = sortTags(tags, byFlat);
  if (sorted.length <= count) return sorted.map((tag) => ({name: tag.name, flat: flatOf(tag), cum: cumOf(tag)}));
  const groups = sorted.slice(0, count).map((tag) => [tag]);
  for (const tag of sorted.slice(count)) {
    let nearest = groups[0];
    for (const group of groups) if (distance(tag, group[0]) < distance(tag, nearest[0])) nearest = group;
    nearest.push(tag);
  }
  return groups
    .map(groupOf)
    .sort((a, b) => (byFlat ? 0 : Math.abs(b.cum) - Math.abs(a.cum)) || Math.abs(b.flat) - Math.abs(a.flat));
}

function distance(a: Tag, b: Tag): number {
  return Math.abs(a.value - scale(b.value, b.unit, a.unit).value);
}

function groupOf(tags: readonly Tag[]): TagGroup {
  const [first] = tags;
  const words = (tag: Tag): string => scaledLabel(tag.value, tag.unit, 'auto');
  if (tags.length === 1) return {name: words(first), flat: flatOf(first), cum: cumOf(first)};
  const smallest = tags.reduce((least, tag) => (tag.value < least.value ? tag : least));
  const largest = tags.reduce((most, tag) => (tag.value > most.value ? tag : most));
  const sum = (pick: (tag: Tag) => number): number => tags.reduce((total, tag) => total + pick(tag), 0);
  return {
    name: `${words(smallest)}..${words(largest)}`,
    flat: ratio(
      sum((tag) => tag.flat),
      sum((tag) => tag.flatDivisor),
    ),
    cum: ratio(
      sum((tag) => tag.cum),
      sum((tag) => tag.cumDivisor),
    ),
  };
}

function flatOf({flat, flatDivisor}: Tag): number {
  return ratio(flat, flatDivisor);
}

function cumOf({cum, cumDivisor}: Tag): number {
  return ratio(cum, cumDivisor);
}

function ratio(value: number, divisor: number): number {
  return divisor === 0 ? value : Math.trunc(value / divisor);
}
