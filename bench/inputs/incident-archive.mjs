/**
 * Writes the archive of a large incident, tar.gz: heap profiles of many processes, each with a log beside it.
 *
 * usage: node bench/inputs/incident-archive.mjs OUT.tgz [--processes N] [--samples N] [--log-bytes N] [--seed S]
 *
 * By default 2 GB before compression: 200 profiles of 5 MB as they come out of net/http/pprof, and as much in logs.
 */
import {createWriteStream} from 'node:fs';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {createGzip, gzipSync} from 'node:zlib';
import {syntheticProfile} from './synthetic-profile.mjs';

const BLOCK_BYTES = 512;
const LINE_BYTES = 128;

/** The archive before compression; every process has the profile of one of four. */
export function* incidentArchive({processes = 200, samples = 160_000, logBytes = 5 * 2 ** 20, seed = 1} = {}) {
  const profiles = [0, 1, 2, 3].map((at) => gzipSync(Buffer.concat([...syntheticProfile({samples, seed: seed + at})])));
  const log = Buffer.from(
    Array.from({length: Math.ceil(logBytes / LINE_BYTES)}, (_, at) =>
      `I1127 10:00:00.000000 request ${at} done `.padEnd(LINE_BYTES - 1, '.').concat('\n'),
    ).join(''),
  );
  for (let at = 0; at < processes; at++) {
    const folder = `incident/web-${String(at).padStart(4, '0')}x`;
    yield* tarFile(`${folder}/app.log`, log);
    yield* tarFile(`${folder}/heap.pb.gz`, profiles[at % profiles.length]);
  }
  yield Buffer.alloc(2 * BLOCK_BYTES);
}

function* tarFile(name, bytes) {
  const header = Buffer.alloc(BLOCK_BYTES);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('14747600000\0', 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  yield header;
  yield bytes;
  yield Buffer.alloc((BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES);
}

async function main() {
  const {positionals, values} = parseArgs({
    allowPositionals: true,
    options: {
      processes: {type: 'string'},
      samples: {type: 'string'},
      'log-bytes': {type: 'string'},
      seed: {type: 'string'},
    },
  });
  const shape = {
    ...(values.processes === undefined ? {} : {processes: Number(values.processes)}),
    ...(values.samples === undefined ? {} : {samples: Number(values.samples)}),
    ...(values['log-bytes'] === undefined ? {} : {logBytes: Number(values['log-bytes'])}),
    ...(values.seed === undefined ? {} : {seed: Number(values.seed)}),
  };
  await pipeline(Readable.from(incidentArchive(shape)), createGzip({level: 1}), createWriteStream(positionals[0]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
