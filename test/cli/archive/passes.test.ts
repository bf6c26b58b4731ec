/**
 * How often a tar archive is gone through for entries that there was no room to keep.
 */
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {expectEntries} from '../../../src/cli/archive/address.ts';
import {ArchivePasses} from '../../../src/cli/archive/passes.ts';
import {readInput} from '../../../src/cli/input/input.ts';
import {file, tarOf} from '../../support/archives.ts';

const folder = mkdtempSync(join(tmpdir(), 'passes-'));
const NAMES = ['a', 'b', 'c', 'd'];
const path = join(folder, 'four.tgz');
const nested = await tarOf([file('e.folded', 'main;e 5\n'.repeat(30))]);
writeFileSync(
  path,
  gzipSync(await tarOf([...NAMES.map((name) => file(`${name}.folded`, `main;${name} 1\n`)), file('in.tar', nested)])),
);
const addressOf = (name: string): string => `${path}!/${name}.folded`;

async function textOf(passes: ArchivePasses, name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of passes.chunks(addressOf(name))) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks).toString();
}

describe('entries that were expected', () => {
  it.each([
    ['in their order', 'abcd'],
    ['backwards', 'dcba'],
    ['each twice', 'abcdabcd'],
    ['those inside an archive, too', 'da'],
  ])('%s take one pass', async (_, order) => {
    const passes = new ArchivePasses(path);
    passes.expect([...order].map(addressOf));
    for (const name of order) expect(await textOf(passes, name)).toBe(`main;${name} 1\n`);
    expect(passes.count).toBe(1);
    expect(passes.canRead(addressOf('a'))).toBe(false);
  });

  it('that were gone by and not expected take another', async () => {
    const passes = new ArchivePasses(path);
    passes.expect([addressOf('c')]);
    await textOf(passes, 'c');
    passes.expect([addressOf('a')]);
    expect(await textOf(passes, 'a')).toBe('main;a 1\n');
    expect(passes.count).toBe(2);
  });

  it('that are not there are named after the whole archive was seen', async () => {
    const passes = new ArchivePasses(path);
    passes.expect([addressOf('x')]);
    await expect(textOf(passes, 'x')).rejects.toMatchObject({code: 'READ_FAILED', at: {input: addressOf('x')}});
  });

  it('are inputs as before, also in an archive inside', async () => {
    const inner = `${path}!/in.tar!/e.folded`;
    expectEntries([inner, addressOf('b')]);
    expect((await readInput(inner)).samples.values[0][0]).toBe(150);
    expect((await readInput(addressOf('b'))).samples.values[0][0]).toBe(1);
  });
});
