/**
 * Parca, through its HTTP gateway: JSON, in which the pprof file is base64.
 *
 * Types that end in `:delta` are merged over the window; of all others each series gives its last profile as it is.
 */
import {failure} from '../../base/errors.ts';
import type {FetchOptions} from '../input/fetch-input.ts';
import {maskUrl} from '../input/mask-url.ts';
import {answerJson, fieldOf, labelPairs, listOf} from './answer.ts';
import {ownLabels, type Store, type StoredProfile, type StoreQuery, selectorOf, seriesSelector} from './store-query.ts';

export const parca: Store = {title: 'Parca', usualBy: 'service=job,instance', profiles};

interface Series {
  readonly labels: ReadonlyMap<string, string>;
  /** As the server wrote it, to the nanosecond. */
  readonly last: string;
}

async function* profiles(
  address: string,
  query: StoreQuery,
  options: FetchOptions,
): AsyncGenerator<StoredProfile, void, undefined> {
  const api = `${address}/api/profiles`;
  const all = await seriesOf(api, query, options);
  if (!query.type.endsWith(':delta')) {
    for (const series of all) yield single(api, query, series, options);
    return;
  }
  const groups = new Map(all.map(({labels}) => [JSON.stringify([...ownLabels(query.by, labels)]), labels]));
  for (const labels of groups.values()) yield merged(api, query, labels, options);
}

async function seriesOf(api: string, query: StoreQuery, options: FetchOptions): Promise<Series[]> {
  const isMerged = query.type.endsWith(':delta');
  const stepMillis = isMerged ? query.endMillis - query.startMillis : query.intervalMillis;
  const wanted = new URLSearchParams({
    query: query.type + selectorOf(query.matchers, []),
    start: timeText(query.startMillis),
    end: timeText(query.endMillis),
    step: `${stepMillis / 1000}s`,
  });
  const found = listOf(await answerJson(`${api}/query_range?${wanted}`, options), 'series');
  return found.flatMap((series) => {
    const last = fieldOf(listOf(series, 'samples').at(-1), 'timestamp');
    if (typeof last !== 'string') return [];
    return [{labels: labelPairs(listOf(fieldOf(series, 'labelset'), 'labels')), last}];
  });
}

function single(api: string, query: StoreQuery, {labels, last}: Series, options: FetchOptions): StoredProfile {
  const selector = query.type + selectorOf(query.matchers, labels);
  const wanted = {mode: 'MODE_SINGLE_UNSPECIFIED', 'single.query': selector, 'single.time': last};
  return {
    name: selector,
    labels: ownLabels(query.by, labels),
    windowMillis: 0,
    endMillis: Date.parse(last),
    fetch: () => pprof(api, wanted, options),
  };
}

function merged(
  api: string,
  query: StoreQuery,
  labels: ReadonlyMap<string, string>,
  options: FetchOptions,
): StoredProfile {
  const {by, endMillis, startMillis} = query;
  const selector = query.type + seriesSelector(query, labels);
  const wanted = {
    mode: 'MODE_MERGE',
    'merge.query': selector,
    'merge.start': timeText(startMillis),
    'merge.end': timeText(endMillis),
  };
  return {
    name: selector,
    labels: ownLabels(by, labels),
    windowMillis: endMillis - startMillis,
    endMillis,
    fetch: () => pprof(api, wanted, options),
  };
}

async function pprof(
  api: string,
  wanted: Readonly<Record<string, string>>,
  options: FetchOptions,
): Promise<Uint8Array> {
  const query = new URLSearchParams({...wanted, report_type: 'REPORT_TYPE_PPROF'});
  const base64 = fieldOf(await answerJson(`${api}/query?${query}`, options), 'pprof');
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  throw failure('MALFORMED_TEXT', 'the answer holds no pprof file', {input: maskUrl(api)});
}

function timeText(millis: number): string {
  return new Date(millis).toISOString();
}
