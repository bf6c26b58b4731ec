/**
 * Answers of stores: held within a bound, and JSON that may hold anything.
 */
import {failure, PprofxError, withInput} from '../../base/errors.ts';
import {type FetchOptions, fetchInput, type SentBody} from '../input/fetch-input.ts';
import {maskUrl} from '../input/mask-url.ts';
import {heldBytes} from '../system/stream-head.ts';

/** One answer; Node makes no longer texts than twice that. */
const MAX_ANSWER_BYTES = 256 * 2 ** 20;

/** @throws NETWORK, LIMIT_EXCEEDED; each names the address */
export async function answerBytes(address: string, options: FetchOptions, body?: SentBody): Promise<Uint8Array> {
  try {
    const bytes = await heldBytes(fetchInput(address, options, body), MAX_ANSWER_BYTES);
    if (bytes !== undefined) return bytes;
    throw failure('LIMIT_EXCEEDED', 'the answer has more than 256 MiB', {}, 'narrow --query, or shorten --since');
  } catch (error) {
    throw error instanceof PprofxError ? withInput(error, maskUrl(address)) : error;
  }
}

/** @throws NETWORK, LIMIT_EXCEEDED, MALFORMED_TEXT */
export async function answerJson(address: string, options: FetchOptions, body?: SentBody): Promise<unknown> {
  const text = Buffer.from(await answerBytes(address, options, body)).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const hint = 'is this the address of the store itself, without a path of its page?';
    throw failure('MALFORMED_TEXT', 'the answer is no JSON', {input: maskUrl(address)}, hint);
  }
}

/** A field of an object that came as JSON. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** A field that holds a list; empty where there is none, as JSON of protobuf leaves out empty lists. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list : [];
}

/** Pairs of `name` and `value`, as both stores write labels. */
export function labelPairs(list: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(list.map((pair) => [String(fieldOf(pair, 'name') ?? ''), String(fieldOf(pair, 'value') ?? '')]));
}
