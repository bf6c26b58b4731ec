/**
 * The beginning of a stream, looked at without losing it.
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
