/**
 * Archives that want to do harm, and those that came damaged: bounded, refused with what to do, or used as far as they go.
 */
import {mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {walkContainer} from '../../../src/cli/archive/walk.ts';
import {readInput} from '../../../src/cli/input/input.ts';
import {Budget} from '../../../src/incident/entry.ts';
import {file, tarOf, type ZipLies, zipOf} from '../../support/archives.ts';

const folder = mkdtempSync(join(tmpdir(), 'archives-'));
const MIB = 2 ** 20;

function written(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

interface Walked {
  readonly texts: Record<string, string>;
  readonly links: number;
  readonly troubles: readonly string[];
}

/** All entries and what they hold; what an entry throws stands for it. */
async function walked(path: string, budget: Budget = new Budget(path)): Promise<Walked> {
  const texts: Record<string, string> = {};
  for await (const entry of walkContainer(path, budget)) {
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry.chunks()) chunks.push(Uint8Array.from(chunk));
      texts[entry.path] = Buffer.concat(chunks).toString('latin1');
    } catch (error) {
      texts[entry.path] = `! ${(error as Error).message}`;
    }
  }
  return {texts, links: budget.links, troubles: budget.troubles};
}

const FILES = [file('a/one.txt', 'one'), file('a/two.txt', 'two'.repeat(300))];
const TEXTS = {'a/one.txt': 'one', 'a/two.txt': 'two'.repeat(300)};

describe('containers', () => {
  it('are recognised by their content, whatever their name', async () => {
    const tar = await tarOf(FILES);
    for (const [name, bytes] of [
      ['odd.log', tar],
      ['odd.pb.gz', gzipSync(tar)],
      ['odd.txt', zipOf(FILES)],
    ] as const) {
      expect(await walked(written(name, bytes))).toEqual({texts: TEXTS, links: 0, troubles: []});
    }
  });

  it('zstd is read by Node or by fzstd', async () => {
    // zstd -c of the text below, which the format has no checksum for.
    const frame = Buffer.from('28b52ffd2003190000616263', 'hex');
    expect((await walked(written('abc.txt.zst', frame))).texts).toEqual({'abc.txt': 'abc'});
    // As pzstd writes it: behind a frame to be passed over.
    for (const kind of [0x50, 0x5f]) {
      const behind = Buffer.concat([Buffer.from([kind, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]), frame]);
      expect((await walked(written('abc.txt.zst', behind))).texts).toEqual({'abc.txt': 'abc'});
    }
  });

  it('an archive in an archive is opened, one in that is an entry and named, in a folder as well', async () => {
    const deep = 'in/inner.zip/deep.tar';
    const inner = zipOf([file('deep.tar', await tarOf([file('deepest.txt', 'x')]))]);
    const outer = gzipSync(await tarOf([file('in/inner.zip', inner), ...FILES]));
    const names = [deep, 'a/one.txt', 'a/two.txt'];
    const {texts, troubles} = await walked(written('outer.tgz', outer));
    expect(Object.keys(texts)).toEqual(names);
    expect(troubles).toEqual([
      expect.stringMatching(/^in\/inner\.zip\/deep\.tar: an archive in an archive in an archive/),
    ]);
    const incident = mkdtempSync(join(tmpdir(), 'nested-'));
    writeFileSync(join(incident, 'outer.tgz'), outer);
    expect(Object.keys((await walked(incident)).texts)).toEqual(names.map((name) => `outer.tgz/${name}`));
  });

  it('an entry is an input by its address', async () => {
    const path = written('folded.tgz', gzipSync(await tarOf([...FILES, file('x/s.folded', 'main;work 7\n')])));
    const profile = await readInput(`${path}!/x/s.folded`);
    expect(profile.samples.values[0][0]).toBe(7);
    await expect(readInput(`${path}!/x/none`)).rejects.toMatchObject({
      code: 'READ_FAILED',
      hint: expect.stringMatching(/analyze .*folded\.tgz lists/),
    });
  });

  it('no link is followed, neither of a folder nor of an archive', async () => {
    const root = join(folder, 'links');
    mkdirSync(join(root, 'sub'), {recursive: true});
    writeFileSync(join(root, 'sub', 'own.txt'), 'own');
    symlinkSync('/etc', join(root, 'etc'));
    symlinkSync('/etc/hostname', join(root, 'sub', 'host'));
    symlinkSync('..', join(root, 'sub', 'up'));
    expect(await walked(root)).toEqual({texts: {'sub/own.txt': 'own'}, links: 3, troubles: []});
    const links = [
      {name: 'soft', size: 0, type: 'symlink' as const, linkname: '/etc/passwd'},
      {name: 'hard', size: 0, type: 'link' as const, linkname: '../../etc/passwd'},
    ];
    expect(await walked(written('links.tar', await tarOf(FILES, links)))).toMatchObject({texts: TEXTS, links: 2});
  });
});

describe('hostile archives', () => {
  it('names that lead out lead nowhere: they are cleaned, and nothing is written', async () => {
    const evil = [file('../../etc/evil', 'e'), file('/abs/x', 'x'), file('a/../../b', 'b'), file('c\\..\\d', 'd')];
    const before = readdirSync(folder).length;
    for (const bytes of [await tarOf(evil), zipOf(evil)]) {
      const {texts} = await walked(written('evil', bytes));
      expect(texts).toEqual({'etc/evil': 'e', 'abs/x': 'x', b: 'b', d: 'd'});
    }
    expect(readdirSync(folder).length).toBe(before + 1);
  });

  it('a name that comes again is another entry, and both can be asked for', async () => {
    const path = written('twice.tar', await tarOf([file('s.folded', 'a;b 1\n'), file('s.folded', 'a;b 2\n')]));
    expect((await walked(path)).texts).toEqual({'s.folded': 'a;b 1\n', 's.folded#2': 'a;b 2\n'});
    expect((await readInput(`${path}!/s.folded#2`)).samples.values[0][0]).toBe(2);
  });

  it.each<[string, ZipLies, RegExp]>([
    ['a size that is too small', {size: 200}, /^a\/two\.txt: damaged in its archive: .*too many bytes/],
    ['a size that is too large', {size: 5000}, /^a\/two\.txt: damaged in its archive: .*not enough bytes/],
  ])('a zip archive that lies about %s', async (_, lies, message) => {
    const {texts, troubles} = await walked(written('lies.zip', zipOf([FILES[1]], lies)));
    expect({texts, troubles}).toEqual({texts: {}, troubles: [expect.stringMatching(message)]});
  });

  it.each<[string, ZipLies, RegExp]>([
    ['encrypted', {flags: 1}, /a\/two\.txt: is encrypted; unpack the archive/],
    ['packed in another way', {method: 99}, /a\/two\.txt: is packed by method 99, not 0 or 8/],
  ])('a zip archive that is %s names its entries', async (_, lies, message) => {
    const {texts, troubles} = await walked(written('odd.zip', zipOf([FILES[1]], lies)));
    expect({texts, troubles}).toEqual({texts: {}, troubles: [expect.stringMatching(message)]});
  });

  it('more entries than anybody needs are refused', async () => {
    const many = Array.from({length: 101}, (_, i) => file(`${i}`, ''));
    for (const bytes of [gzipSync(await tarOf(many)), zipOf(many)]) {
      const path = written('many', bytes);
      await expect(walked(path, new Budget(path, 100))).rejects.toMatchObject({
        code: 'LIMIT_EXCEEDED',
        message: 'it holds more than 100 entries',
        at: {input: path},
        hint: expect.stringMatching(/give the folder that matters/),
      });
    }
    expect(() => new Budget('x').checkEntries(1_000_000)).toThrow('it holds more than 200000 entries');
  });

  it('what unpacks to hundreds of times its size is refused', async () => {
    const budget = new Budget('bomb.tgz');
    budget.countPacked(MIB);
    budget.countUnpacked(1024 * MIB);
    expect(() => budget.countUnpacked(MIB)).toThrow(/unpacks to more than 200 times its size/);
    expect(() => new Budget('x').countUnpacked(65 * 1024 * MIB)).toThrow(/more than 64 GiB/);
  });

  it('a name of thousands of bytes is left out', () => {
    const budget = new Budget('x');
    expect(budget.admit('n'.repeat(5000))).toBeUndefined();
    expect(budget.troubles).toEqual([
      expect.stringMatching(/^an entry whose name has 5000 bytes was left out: n{40}…$/),
    ]);
  });
});

describe('damaged archives', () => {
  it('of a tar archive that ends early, what came is used and the rest is named', async () => {
    const tar = await tarOf([file('one.txt', 'one'), file('two.txt', 'x'.repeat(5000))]);
    const {texts, troubles} = await walked(written('cut.tar', tar.subarray(0, 3000)));
    expect({texts, troubles}).toEqual({
      texts: {'one.txt': 'one'},
      troubles: ['two.txt: the archive ends 3536 bytes before this entry does'],
    });
  });

  it('of gzip data that end early, likewise', async () => {
    // Sines repeat nothing that gzip would find.
    const noise = Buffer.from(
      Array.from({length: 50_000}, (_, i) => Math.floor(Math.abs(Math.sin(i * i)) * 1e6) % 251),
    );
    const packed = gzipSync(await tarOf([file('one.txt', 'one'), file('two.bin', noise)]));
    const {texts, troubles} = await walked(written('cut.tgz', packed.subarray(0, packed.length >> 1)));
    expect({texts, troubles}).toEqual({
      texts: {
        'one.txt': 'one',
        'two.bin': expect.stringMatching(/^! the archive ends \d+ bytes before this entry does$/),
      },
      troubles: [expect.stringMatching(/^the archive is damaged: the gzip data end before/)],
    });
  });

  it('a zip archive that ends early has lost its directory', async () => {
    const zip = zipOf(FILES);
    await expect(walked(written('cut.zip', zip.subarray(0, zip.length - 30)))).rejects.toMatchObject({
      code: 'TRUNCATED_PROFILE',
      message: expect.stringMatching(/no directory at its end/),
      hint: 'the download was cut; fetch the archive again',
    });
  });
});
