import {expect, it} from 'vitest';
import {heldBytes} from '../../../src/cli/system/stream-head.ts';

/** Chunks as readers hand them out: one buffer, written again for each. */
async function* reused(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(4);
  for (const text of texts) {
    buffer.write(text);
    yield buffer;
  }
}

it('a stream that is held is what its chunks were when they came', async () => {
  expect((await heldBytes(reused(['abcd', 'efgh']), 8))?.toString()).toBe('abcdefgh');
});

it('a stream past the limit is none', async () => {
  expect(await heldBytes(reused(['abcd', 'efgh']), 7)).toBeUndefined();
});

it.each([0, 3, 4, 8, 9, 100])('a stream of 8 bytes of which %d are expected is held whole', async (expected) => {
  expect((await heldBytes(reused(['abcd', 'efgh']), 8, expected))?.toString()).toBe('abcdefgh');
  expect(await heldBytes(reused(['abcd', 'efgh']), 7, expected)).toBeUndefined();
});
