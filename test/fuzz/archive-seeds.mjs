/**
 * Folders and archives of an incident to begin with, and the manifest of a collection.
 */
import {crc32, deflateRawSync, gzipSync} from 'node:zlib';
import {packTar} from 'modern-tar';
import {TEXTS} from './seeds.mjs';
import {structuredInputs} from './structured.mjs';

const MANIFEST = JSON.stringify({
  schemaVersion: 1,
  startedAt: '2026-11-27T10:00:00Z',
  processes: [
    {
      id: 'ns/web-1',
      group: 'web',
      goVersion: 'go1.26.1',
      profiles: [
        {kind: 'goroutine', file: 'goroutine.txt', takenAt: '2026-11-27T10:00:01Z'},
        {kind: 'mutex', file: 'mutex-1.pb.gz', takenAt: '2026-11-27T10:00:01Z'},
        {kind: 'mutex', file: 'mutex-2.pb.gz', takenAt: '2026-11-27T10:00:31Z'},
        {kind: 'heap', takenAt: '2026-11-27T10:00:02Z', failed: {reason: 'timeout', hint: ''}},
      ],
    },
  ],
});

export function manifestSeeds() {
  return [new TextEncoder().encode(MANIFEST)];
}

/** Of each kind, with what incidents have: profiles, dumps in logs, a manifest, folders, archives, links and names that repeat. */
export async function archiveSeeds(seed) {
  const [profile] = structuredInputs(seed, 1);
  const files = [
    ['case/manifest.json', MANIFEST],
    ['case/ns/web-1/goroutine.txt', TEXTS[0]],
    ['web/heap.pb.gz', gzipSync(profile)],
    ['web/heap.pb.gz', TEXTS[2]],
    ['../web-2/0001/app.log', `starting\n${TEXTS[0]}done\n`],
    ['nodes/1/cpu.pprof', profile],
    ['proc/7/stack', TEXTS.find((text) => text.includes('do_wait')) ?? ''],
    ['otlp.json', TEXTS.find((text) => text.includes('resourceProfiles')) ?? ''],
  ].map(([name, text]) => ({name, bytes: Buffer.from(text)}));
  const tar = await tarOf(files);
  const inner = await tarOf([files[1], {name: 'inner.tgz', bytes: gzipSync(await tarOf(files.slice(1, 3)))}]);
  return [tar, gzipSync(tar), inner, zipOf(files), zipOf([{name: 'in.tar', bytes: inner}])].map((bytes) =>
    Uint8Array.from(bytes),
  );
}

function tarOf(files) {
  const entries = files.map(({bytes, name}) => ({header: {name, size: bytes.length, mtime: new Date(0)}, body: bytes}));
  return packTar([...entries, {header: {name: 'link', size: 0, type: 'symlink', linkname: '/etc/passwd'}}]);
}

/** Every other entry is stored as it is. */
function zipOf(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [at, {bytes, name}] of files.entries()) {
    const packed = at % 2 === 0 ? bytes : deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(at % 2 === 0 ? 0 : 8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
