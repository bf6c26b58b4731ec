/**
 * The plain bytes of an entry.
 */
import type {Entry} from '../../incident/entry.ts';
import {inflate} from '../input/inflate.ts';
import {inflateSmall, MAX_SMALL_BYTES} from '../input/small-file.ts';
import {atLeast, prepend} from '../system/stream-head.ts';

/** Profiles are small as a rule, and for these streams cost more than they save. @throws what `inflate` throws */
export async function inflateEntry(entry: Entry, write: (chunk: Uint8Array) => void, maxBytes: number): Promise<void> {
  const chunks = entry.chunks()[Symbol.asyncIterator]();
  const isSmall = entry.size !== undefined && entry.size <= MAX_SMALL_BYTES;
  const head = await atLeast(isSmall ? entry.size + 1 : 0, new Uint8Array(0), chunks);
  const whole = isSmall && head.length === entry.size ? inflateSmall(head, maxBytes) : undefined;
  if (whole === undefined) await inflate(prepend(head, chunks), write, maxBytes);
  else write(whole);
}
