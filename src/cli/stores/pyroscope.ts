/**
 * Grafana Pyroscope, through querier.v1.QuerierService.
 *
 * SelectSeries says which combinations of labels there are, in JSON; SelectMergeStacktraces makes the pprof file, asked
 * and answered in protobuf, since its JSON would be the profile as JSON. Servers that know no format PPROF answer with a
 * flamegraph or refuse; these have SelectMergeProfile, which newer ones call deprecated.
 */
import {PprofxError} from '../../base/errors.ts';
import {LENGTH_DELIMITED, WireReader} from '../../formats/pprof/wire.ts';
import {PprofWriter} from '../../render/exchange/pprof-writer.ts';
import type {FetchOptions} from '../input/fetch-input.ts';
import {answerBytes, answerJson, fieldOf, labelPairs, listOf} from './answer.ts';
import {ownLabels, type Store, type StoredProfile, type StoreQuery, selectorOf, seriesSelector} from './store-query.ts';

/** Types whose values are those of a moment. */
const IS_MOMENT = /^[^:]*:(?:inuse_\w+|goroutines?|threads?|threadcreate):/;
/** querier.v1.ProfileFormat */
const PPROF = 4;
/** In SelectMergeStacktracesResponse, and in the message there. */
const PPROF_FIELD = 5;
const PROFILE_FIELD = 1;

export const pyroscope: Store = {title: 'Pyroscope', usualBy: 'service=service_name,instance=pod', profiles};

interface Merge {
  readonly type: string;
  readonly selector: string;
  readonly startMillis: number;
  readonly endMillis: number;
}

async function* profiles(
  address: string,
  query: StoreQuery,
  options: FetchOptions,
): AsyncGenerator<StoredProfile, void, undefined> {
  const service = `${address}/querier.v1.QuerierService`;
  const isMoment = IS_MOMENT.test(query.type);
  const stepMillis = isMoment ? query.intervalMillis : query.endMillis - query.startMillis;
  for (const series of listOf(await seriesOf(service, query, stepMillis, options), 'series')) {
    const last = lastMillis(listOf(series, 'points'));
    if (last === undefined) continue;
    const labels = labelPairs(listOf(series, 'labels'));
    const selector = seriesSelector(query, labels);
    const endMillis = isMoment ? last : query.endMillis;
    const startMillis = isMoment ? last - query.intervalMillis + 1 : query.startMillis;
    yield {
      name: `${query.type}${selector}`,
      labels: ownLabels(query.by, labels),
      windowMillis: isMoment ? 0 : endMillis - startMillis,
      endMillis,
      fetch: () => merged(service, {type: query.type, selector, startMillis, endMillis}, options),
    };
  }
}

async function seriesOf(
  service: string,
  query: StoreQuery,
  stepMillis: number,
  options: FetchOptions,
): Promise<unknown> {
  const body = JSON.stringify({
    profileTypeID: query.type,
    labelSelector: selectorOf(query.matchers, []),
    start: query.startMillis,
    end: query.endMillis,
    groupBy: [...query.by.values()],
    step: stepMillis / 1000,
  });
  return await answerJson(`${service}/SelectSeries`, options, {type: 'application/json', bytes: Buffer.from(body)});
}

/** Of the last point that is not empty; int64 is text in JSON of protobuf. */
function lastMillis(points: readonly unknown[]): number | undefined {
  const point = points.findLast((each) => Number(fieldOf(each, 'value') ?? 0) !== 0);
  return point === undefined ? undefined : Number(fieldOf(point, 'timestamp') ?? 0);
}

async function merged(service: string, merge: Merge, options: FetchOptions): Promise<Uint8Array> {
  const post = (method: string, message: PprofWriter): Promise<Uint8Array> =>
    answerBytes(`${service}/${method}`, options, {type: 'application/proto', bytes: message.finish()});
  const answer = await post('SelectMergeStacktraces', request(merge).integer(6, PPROF)).catch(refused);
  return pprofOf(answer) ?? (await post('SelectMergeProfile', request(merge)));
}

/** Both methods number these fields alike. */
function request({endMillis, selector, startMillis, type}: Merge): PprofWriter {
  return new PprofWriter()
    .text(1, Buffer.from(type))
    .text(2, Buffer.from(selector))
    .integer(3, startMillis)
    .integer(4, endMillis);
}

/** What the older method would meet too is said by it. */
function refused(error: unknown): Uint8Array {
  if (error instanceof PprofxError && error.code === 'NETWORK') return new Uint8Array(0);
  throw error;
}

/** The pprof file within the answer, undefined where there is none. */
function pprofOf(answer: Uint8Array): Uint8Array | undefined {
  const inner = messageAt(answer, PPROF_FIELD);
  return inner === undefined ? undefined : messageAt(inner, PROFILE_FIELD);
}

/** @throws WIRE_FORMAT, TRUNCATED_PROFILE */
function messageAt(bytes: Uint8Array, field: number): Uint8Array | undefined {
  const reader = new WireReader();
  reader.open(bytes, 0, bytes.length);
  while (reader.pos < reader.len) {
    const tag = reader.readTag('answer');
    if (tag === ((field << 3) | LENGTH_DELIMITED)) {
      const end = reader.payloadEnd('answer');
      return bytes.subarray(reader.pos, end);
    }
    reader.skipField(tag & 7, 'answer');
  }
  return undefined;
}
