/**
 * The beginning of a stream, looked at without losing it, and streams that are held whole within a bound.
 */

/** `head` with as many chunks as make `length` bytes, where there are that many. */
export async function atLeast(
  length: number,
  head: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
): Promise<Uint8Array> {
  if (head.length >= length) return head;
  let all: Uint8Array = Buffer.from(head);
  while (all.length < length) {
    const {done, value} = await chunks.next();
    if (done === true) break;
    all = Buffer.concat([all, value]);
  }
  return all;
}

/** `head` and then all that is left of `rest`. */
export async function* prepend(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const {done, value} = await rest.next();
      if (done === true) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}

/** What comes until there are more than `maxBytes`, or nothing comes any more. */
export async function readAhead(chunks: AsyncIterator<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const held: Uint8Array[] = [];
  let length = 0;
  while (length <= maxBytes) {
    const {done, value} = await chunks.next();
    if (done === true) break;
    held.push(Uint8Array.from(value));
    length += value.length;
  }
  return Buffer.concat(held, length);
}

/**
 * All of a stream; undefined when that is more than `maxBytes`, and then no more than that is read.
 *
 * @param chunks    each valid until the next is asked for
 * @param expected  how many bytes will probably come: so many are kept in place and not copied at the end
 */
export async function heldBytes(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  expected = 0,
): Promise<Buffer | undefined> {
  const place = Buffer.allocUnsafe(Math.min(expected, maxBytes));
  const more: Uint8Array[] = [];
  let placed = 0;
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    if (length > place.length) more.push(Uint8Array.from(chunk));
    else {
      place.set(chunk, placed);
      placed = length;
    }
  }
  if (more.length === 0) return place.subarray(0, placed);
  more.unshift(place.subarray(0, placed));
  return Buffer.concat(more, length);
}
