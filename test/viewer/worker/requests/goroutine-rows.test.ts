import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {asWaitMinutes, meanWaits} from '../../../../src/analysis/goroutines/wait-ages.ts';
import {buildTree} from '../../../../src/analysis/tree/tree.ts';
import {readProfile} from '../../../../src/read.ts';
import {goroutineGroups} from '../../../../viewer/worker/requests/goroutine-rows.ts';
import {rawText, uncompressed, uncompressedSlice} from '../../../../viewer/worker/requests/raw-text.ts';
import {readSample, samplePath} from '../../../support/samples.ts';

const DUMP = 'deletecollection-leak/goroutine-debug2-before.txt.gz';

describe('the members of groups', () => {
  const payload = goroutineGroups(readSample(DUMP));
  const packed = readFileSync(samplePath(DUMP));
  const file = {name: DUMP, bytes: new Uint8Array(packed).buffer};

  it('are every goroutine of the dump, each with its own text', () => {
    const text = new TextDecoder();
    const whole = uncompressed(packed);
    const {byteLength, id, offset} = payload.members;
    const wrong = Array.from(id).filter((wanted, member) => {
      const raw = text.decode(whole.subarray(offset[member], offset[member] + byteLength[member]));
      return !raw.startsWith(`goroutine ${wanted} [`) || raw.indexOf('\ngoroutine ') >= 0;
    });
    expect(wrong).toEqual([]);
    const headers =
      gunzipSync(packed)
        .toString()
        .match(/^goroutine \d+(?= \[)/gm) ?? [];
    expect(Array.from(id, (member) => `goroutine ${member}`).sort()).toEqual([...headers].sort());
  });

  it('belong to groups of that many', () => {
    expect(payload.groups.map(({memberEnd, memberStart}) => memberEnd - memberStart)).toEqual(
      payload.groups.map(({count}) => count),
    );
  });

  it('can be cut out of a file that is not kept unpacked', () => {
    const {byteLength, offset} = payload.members;
    const last = offset.length - 1;
    const cut = uncompressedSlice(packed, offset[last], byteLength[last]);
    expect(cut).toEqual(uncompressed(packed).subarray(offset[last], offset[last] + byteLength[last]));
    expect(new TextDecoder().decode(cut)).toBe(rawText(file, offset[last], byteLength[last]));
  });
});

describe('facets', () => {
  it('of labels count goroutines, over groups', () => {
    const text = ['a', 'b', 'a']
      .map((app, i) => `goroutine ${i + 1} [select]{app: ${app}}:\nmain.f${i}()\n\t/x.go:1 +0x1\n`)
      .join('\n');
    const {facets} = goroutineGroups(readProfile(new TextEncoder().encode(text)));
    expect(facets.map(({cells, count, kind, text: label}) => [kind, label, count, cells.length])).toEqual([
      ['label', 'app=a', 2, 2],
      ['label', 'app=b', 1, 1],
    ]);
  });
});

describe('mean waits', () => {
  it('are those of the goroutines below each frame, unknown waits as 0', () => {
    const text = [
      'goroutine 1 [select, 30 minutes]:\nmain.wait()\n\t/x.go:1\nmain.a()\n\t/x.go:2\n',
      'goroutine 2 [select, 10 minutes]:\nmain.wait()\n\t/x.go:1\nmain.b()\n\t/x.go:3\n',
      'goroutine 3 [running]:\nmain.b()\n\t/x.go:3\n',
    ].join('\n');
    const profile = readProfile(new TextEncoder().encode(text));
    const tree = buildTree(profile, 0);
    const mean = meanWaits(tree, buildTree(asWaitMinutes(profile), 0));
    const shown = Array.from(mean, (minutes, node) => [tree.names[tree.fn[node]], tree.depth[node], minutes]);
    expect(shown).toEqual([
      ['root', 0, 40 / 3],
      ['main.b', 1, 5],
      ['main.wait', 2, 10],
      ['main.a', 1, 30],
      ['main.wait', 2, 30],
    ]);
  });
});
