/**
 * Streams of the browser as what a loop can read.
 */

/** What the browser's inflater makes of gzip data; ends in a TypeError where it cannot go on. */
export function inflated(source: ReadableStream<BufferSource>): AsyncGenerator<Uint8Array> {
  return chunksOf(source.pipeThrough(new DecompressionStream('gzip')));
}

export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const {done, value} = await reader.read();
    if (done) return;
    yield value;
  }
}
