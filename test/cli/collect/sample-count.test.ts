/**
 * Counting the samples of a file is as right as decoding it.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {countSamples} from '../../../src/cli/collect/sample-count.ts';
import {bytesField, join as joined, message, numberField, packedField} from '../../support/proto.ts';
import {readSample, samplePath} from '../../support/samples.ts';

const file = (bytes: Uint8Array): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'count-')), 'x.pb.gz');
  writeFileSync(path, gzipSync(bytes));
  return path;
};

describe('countSamples', () => {
  it.each(['deletecollection-leak/goroutine-before.pb.gz', 'goroutineleak/go1.27.pb.gz', 'misc/mutex-empty.pb.gz'])(
    '%s: the total that the decoder finds',
    async (name) => {
      const {samples} = readSample(name);
      const {samples: rows, total} = await countSamples(samplePath(name));
      expect(total).toBe(samples.values[0]?.reduce((sum, value) => sum + value, 0) ?? 0);
      expect(rows === 0).toBe(samples.length === 0);
    },
  );

  it('takes the first value, packed or not, wherever it stands in the sample', async () => {
    const sample = (...fields: readonly Uint8Array[]): Uint8Array => message(2, ...fields);
    const bytes = joined(
      sample(packedField(1, [1, 2]), packedField(2, [3, 100])),
      sample(numberField(2, 40), numberField(2, 100), numberField(1, 1)),
      sample(packedField(1, [1])),
      sample(packedField(2, [])),
      bytesField(6, ''),
    );
    expect(await countSamples(file(bytes))).toEqual({samples: 4, total: 43});
  });

  it('a file of more than half a mebibyte is streamed', async () => {
    const noise = Uint8Array.from({length: 2 ** 20}, (_, i) => (i * 2_654_435_761) >>> 13);
    const bytes = joined(message(2, packedField(2, [7])), bytesField(6, noise), message(2, packedField(2, [8])));
    expect(await countSamples(file(bytes))).toEqual({samples: 2, total: 15});
  });

  it.each<[string, Uint8Array]>([
    ['ends in the middle of a field', Uint8Array.from([0x12, 0x05, 0x12])],
    ['has a sample that claims more than it has', Uint8Array.from([0x12, 0x02, 0x12, 0x7f])],
    ['is a page', Buffer.from('<html>')],
  ])('what %s is refused', async (_, bytes) => {
    await expect(countSamples(file(bytes))).rejects.toMatchObject({code: expect.stringMatching(/TRUNCATED|WIRE/)});
  });
});
