/**
 * What queries of continuous profilers have in common, and what comes back.
 *
 * Values that a process spends, such as CPU time, add up over a window. Values that a process has at a moment, such as
 * goroutines and bytes in use, do not: of these a store is asked for the last moment alone.
 */
import {failure} from '../../base/errors.ts';
import type {FetchOptions} from '../input/fetch-input.ts';

export interface StoreQuery {
  /** `process_cpu:cpu:nanoseconds:cpu:nanoseconds`; in Parca with `:delta` behind it. */
  readonly type: string;
  /** What stands between the braces, '' for all series. */
  readonly matchers: string;
  readonly startMillis: number;
  readonly endMillis: number;
  /** Between two profiles of one process. */
  readonly intervalMillis: number;
  /** Label of ours → label of the store. Each combination of values is one profile. */
  readonly by: ReadonlyMap<string, string>;
}

/** A profile that a store can make. */
export interface StoredProfile {
  /** For people: its query. */
  readonly name: string;
  /** Labels of ours that have a value. */
  readonly labels: ReadonlyMap<string, string>;
  /** How long the values were added up, 0 for a moment. */
  readonly windowMillis: number;
  readonly endMillis: number;
  /** @throws NETWORK, LIMIT_EXCEEDED, MALFORMED_TEXT */
  readonly fetch: () => Promise<Uint8Array>;
}

export interface Store {
  readonly title: string;
  /** Where the usual labels are. */
  readonly usualBy: string;
  /** @param address  without a slash at its end */
  readonly profiles: (address: string, query: StoreQuery, options: FetchOptions) => AsyncIterable<StoredProfile>;
}

/** @throws USAGE */
export function parseSelector(text: string): Pick<StoreQuery, 'type' | 'matchers'> {
  const [, type = '', matchers = ''] = /^([^\s{}]+)\s*(?:\{([\s\S]*)\})?$/.exec(text.trim()) ?? [];
  if (type.split(':').length >= 5) return {type, matchers: matchers.trim()};
  const example = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds{service_name="checkout"}';
  throw failure('USAGE', `--query expects TYPE or TYPE{label="value"}, not ${text}`, {}, `for example ${example}`);
}

/** `service=service_name,instance=pod`, or a name alone for one that is the same on both sides. @throws USAGE */
export function parseBy(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(',').map((pair) => {
      const [, ours = '', theirs = ours] = /^\s*([A-Za-z_]\w{0,63})\s*(?:=\s*([^\s="]+)\s*)?$/.exec(pair) ?? [];
      if (ours !== '') return [ours, theirs];
      throw failure('USAGE', `--by expects labels such as service=service_name,instance=pod, not ${text}`);
    }),
  );
}

/** The matchers of a query, and one for each label: an empty value fits series without the label. */
export function selectorOf(matchers: string, labels: Iterable<readonly [string, string]>): string {
  const added = [...labels].map(([name, value]) => `${labelName(name)}=${JSON.stringify(value)}`);
  return `{${[...(matchers === '' ? [] : [matchers.replace(/,\s*$/, '')]), ...added].join(',')}}`;
}

/** The matchers of a query, and one for each label that it groups by, with its value in the series. */
export function seriesSelector({by, matchers}: StoreQuery, series: ReadonlyMap<string, string>): string {
  return selectorOf(
    matchers,
    [...by.values()].map((name) => [name, series.get(name) ?? '']),
  );
}

/** Names that are no plain words stand in quotes. */
function labelName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** Labels of ours out of labels of a series. */
export function ownLabels(by: ReadonlyMap<string, string>, series: ReadonlyMap<string, string>): Map<string, string> {
  const pairs = [...by].map(([ours, theirs]) => [ours, series.get(theirs) ?? ''] as const);
  return new Map(pairs.filter(([, value]) => value !== ''));
}
