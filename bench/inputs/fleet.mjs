/**
 * Writes the profiles of a fleet: DIR/SERVICE/BUILD/INSTANCE-KIND.pb.gz, the same for the same seed.
 *
 * usage: node bench/inputs/fleet.mjs DIR [--services 40] [--builds 3] [--instances 28] [--seed 1]
 *
 * Every process has a goroutine, a heap and a CPU profile, so 40 × 3 × 28 × 3 is 10 080 files. Each service has stacks of
 * its own; instances differ by up to 20 %. Planted, each in the last build of its service: svc-01 leaks goroutines in
 * feed.(*Hub).push.func1, svc-02 burns CPU in codec.Encode, svc-03 holds memory in cache.(*Table).grow.
 */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {FieldWriter} from './protobuf.mjs';
import {Random} from './random.mjs';

const MIB = 2 ** 20;
const SECONDS = 30;
const NANOS = 1_000_000_000;
/** 2026-11-01T00:00:00Z; a build a day. */
const START = 1_793_491_200;
const CHAN_SEND = ['runtime.gopark', 'runtime.chansend', 'runtime.chansend1'];
const SELECT = ['runtime.gopark', 'runtime.selectgo'];

/** @param options  how many services, builds of each and instances of each; returns the number of files */
export function writeFleet(folder, {services = 40, builds = 3, instances = 28, seed = 1} = {}) {
  const random = new Random(seed);
  let files = 0;
  for (let service = 1; service <= services; service++) {
    for (let build = 1; build <= builds; build++) {
      const name = `svc-${String(service).padStart(2, '0')}`;
      const path = join(folder, name, `v1.${build}`);
      mkdirSync(path, {recursive: true});
      for (let instance = 0; instance < instances; instance++) {
        const moment = START + build * 86_400 + instance * 60;
        const about = {service, name, moment, isLast: build === builds, random};
        for (const [kind, profile] of Object.entries(profilesOf(about))) {
          writeFileSync(join(path, `i${String(instance).padStart(2, '0')}-${kind}.pb.gz`), gzipSync(profile));
          files++;
        }
      }
    }
  }
  return files;
}

function profilesOf({isLast, moment, name, random, service}) {
  const about = (value) => Math.round(value * (0.8 + 0.4 * random.next()));
  const own = (method) => `example.com/fleet/${name}/${method}`;
  const is = (planted) => isLast && service === planted;
  const goroutines = parts(own).map((fn) => [[...SELECT, fn, own('server.Run')], [about(8)]]);
  if (is(1)) goroutines.push([[...CHAN_SEND, own('feed.(*Hub).push.func1')], [about(15_000)]]);
  const heap = parts(own).map((fn) => [[fn, own('server.Run'), 'main.main'], heapValues(about(20 * MIB))]);
  heap.push([
    [own('cache.(*Table).grow'), own('server.Run'), 'main.main'],
    heapValues(about((is(3) ? 900 : 40) * MIB)),
  ]);
  const ticks = parts(own).map((fn) => [[fn, own('server.Run'), 'main.main'], cpuValues(about(40))]);
  ticks.push([[own('codec.Encode'), own('server.Run'), 'main.main'], cpuValues(about(is(2) ? 4500 : 60))]);
  return {
    goroutine: encode([['goroutine', 'count']], goroutines, {moment}),
    heap: encode(HEAP_TYPES, heap, {moment, period: ['space', 'bytes', 512 * 1024]}),
    cpu: encode(CPU_TYPES, ticks, {moment, duration: SECONDS * NANOS, period: ['cpu', 'nanoseconds', 10_000_000]}),
  };
}

const HEAP_TYPES = [
  ['alloc_objects', 'count'],
  ['alloc_space', 'bytes'],
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
];
const CPU_TYPES = [
  ['samples', 'count'],
  ['cpu', 'nanoseconds'],
];

const heapValues = (bytes) => [Math.ceil(bytes / 512) * 4, bytes * 4, Math.ceil(bytes / 512), bytes];
const cpuValues = (ticks) => [ticks, ticks * 10_000_000];

function parts(own) {
  return Array.from({length: 15}, (_, i) => own(`part${i}.(*Worker).do`));
}

/** @param samples  pairs of frames, leaf first, and values */
function encode(types, samples, {duration = 0, moment, period}) {
  const out = new FieldWriter();
  const strings = [''];
  const rowOf = new Map([['', 0]]);
  const row = (text) => {
    if (!rowOf.has(text)) rowOf.set(text, strings.push(text) - 1);
    return rowOf.get(text);
  };
  const idOf = new Map();
  const id = (frame) => {
    if (!idOf.has(frame)) idOf.set(frame, idOf.size + 1);
    return idOf.get(frame);
  };
  const valueType =
    ([type, unit]) =>
    (inner) => {
      inner.number(1, row(type));
      inner.number(2, row(unit));
    };
  for (const type of types) out.message(1, valueType(type));
  for (const [frames, values] of samples) {
    out.message(2, (inner) => {
      inner.packed(1, frames.map(id));
      inner.packed(2, values);
    });
  }
  for (const [frame, at] of idOf) {
    out.message(4, (inner) => {
      inner.number(1, at);
      inner.message(4, (line) => {
        line.number(1, at);
        line.number(2, 10 + (frame.length % 90));
      });
    });
    out.message(5, (inner) => {
      inner.number(1, at);
      inner.number(2, row(frame));
      inner.number(4, row(`${frame.replace(/\.\W.*$/, '')}.go`));
    });
  }
  const strung = period === undefined ? undefined : valueType(period);
  if (strung !== undefined) out.message(11, strung);
  for (const text of strings) out.text(6, text);
  out.number(9, moment * NANOS);
  out.number(10, duration);
  if (period !== undefined) out.number(12, period[2]);
  return out.take();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {positionals, values} = parseArgs({
    allowPositionals: true,
    options: {
      services: {type: 'string'},
      builds: {type: 'string'},
      instances: {type: 'string'},
      seed: {type: 'string'},
    },
  });
  const counts = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
  process.stdout.write(`${writeFleet(positionals[0], counts)} files\n`);
}
