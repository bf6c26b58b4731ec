/**
 * Writes a synthetic heap profile, gzip-compressed, its fields in the order in which Go writes them.
 *
 * usage: node bench/inputs/synthetic-profile.mjs OUT.pb.gz --samples N [--functions F] [--seed S] [--new-stacks R] [--fork R] [--labels]
 *
 * Stacks leave older stacks at some depth and follow a fixed call graph, so that they share callers as real ones do;
 * one sample in twenty brings a new stack, or the share R of them. A new stack
 * leaves an older one within its first 0.6, or R, from the leaf. With labels, each sample has a string one of 500 and a numeric one.
 */
import {createWriteStream} from 'node:fs';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {createGzip} from 'node:zlib';
import {FieldWriter} from './protobuf.mjs';
import {Random} from './random.mjs';

const TYPES = [
  ['alloc_objects', 'count'],
  ['alloc_space', 'bytes'],
  ['inuse_objects', 'count'],
  ['inuse_space', 'bytes'],
];
const PACKAGES = [
  'k8s.io/apiserver/pkg/registry/generic/registry',
  'k8s.io/client-go/tools/cache',
  'k8s.io/api/apps/v1',
  'net/http',
  'runtime',
  'google.golang.org/grpc/internal/transport',
  'example.com/fleet/service',
];
const POOL = 20_000;
const NEW_STACK = 0.05;
const FORK = 0.6;
const DEPTH = 32;
const CALLEES = 4;
const BLOCK = 1 << 19;

class Strings {
  list = [''];
  #rowOf = new Map([['', 0]]);

  row(text) {
    const known = this.#rowOf.get(text);
    if (known !== undefined) return known;
    this.#rowOf.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}

/** Location ids, leaf first; function f is location f + 1. */
class Stacks {
  #random;
  #functions;
  #newStacks;
  #fork;
  #pool = [];

  constructor(random, {functions, newStacks, fork}) {
    this.#random = random;
    this.#functions = functions;
    this.#newStacks = newStacks;
    this.#fork = fork;
  }

  next() {
    const random = this.#random;
    const pool = this.#pool;
    if (pool.length >= CALLEES && random.next() >= this.#newStacks) return pool[random.skewed(pool.length)];
    const stack = this.#grow(pool.length === 0 ? [] : pool[random.skewed(pool.length)]);
    pool[pool.length < POOL ? pool.length : random.below(POOL)] = stack;
    return stack;
  }

  #grow(older) {
    const random = this.#random;
    const depth = Math.floor(DEPTH * (0.5 + random.next()));
    const kept = older.slice(Math.ceil(older.length * random.next() ** 2 * this.#fork));
    const fresh = [];
    let at = random.skewed(kept.length === 0 ? 64 : this.#functions);
    for (let frames = kept.length; frames < depth; frames++) {
      fresh.unshift(at + 1);
      at =
        ((Math.imul(at + 1, 0x9e3779b1) ^ Math.imul(random.skewed(CALLEES) + 1, 0x85ebca6b)) >>> 0) % this.#functions;
    }
    return fresh.concat(kept);
  }
}

/** The profile's bytes, block by block. */
export function* syntheticProfile(shape) {
  const {samples, functions = 20_000, seed = 1, newStacks = NEW_STACK, fork = FORK, labels = false} = shape;
  const random = new Random(seed);
  const strings = new Strings();
  const out = new FieldWriter();
  for (const [type, unit] of TYPES) {
    out.message(1, (m) => {
      m.number(1, strings.row(type));
      m.number(2, strings.row(unit));
    });
  }
  const stacks = new Stacks(random, {functions, newStacks, fork});
  yield* sampleBlocks(out, {samples, stacks, labels, random, strings});
  yield* tableBlocks(out, functions, strings);
  for (const text of strings.list) out.text(6, text);
  out.number(9, 1_700_000_000_000_000_000);
  out.message(11, (m) => {
    m.number(1, strings.row('inuse_space'));
    m.number(2, strings.row('bytes'));
  });
  out.number(12, 524_288);
  yield out.take();
}

function* sampleBlocks(out, {samples, stacks, labels, random, strings}) {
  const [tenant, bytes] = [strings.row('tenant'), strings.row('bytes')];
  for (let i = 0; i < samples; i++) {
    const stack = stacks.next();
    const count = 1 + random.skewed(1000);
    const size = 8 << random.skewed(12);
    const kept = i % 3 === 0 ? 0 : count;
    out.message(2, (m) => {
      m.packed(1, stack);
      m.packed(2, [count * 3, count * 3 * size, kept, kept * size]);
      if (!labels) return;
      m.message(3, (label) => {
        label.number(1, tenant);
        label.number(2, strings.row(`t${random.skewed(500)}`));
      });
      m.message(3, (label) => {
        label.number(1, bytes);
        label.number(3, size);
        label.number(4, bytes);
      });
    });
    if (out.length > BLOCK) yield out.take();
  }
}

function* tableBlocks(out, functions, strings) {
  out.message(3, (m) => {
    m.number(1, 1);
    m.number(2, 0x400000);
    m.number(3, 0x4000000);
    m.number(5, strings.row('/usr/local/bin/kube-apiserver'));
    for (const flag of [7, 8, 9]) m.number(flag, 1);
  });
  for (let f = 0; f < functions; f++) {
    out.message(4, (m) => {
      m.number(1, f + 1);
      m.number(2, 1);
      m.number(3, 0x400000 + f * 64);
      m.message(4, (line) => {
        line.number(1, f + 1);
        line.number(2, 10 + (f % 900));
      });
    });
    if (out.length > BLOCK) yield out.take();
  }
  for (let f = 0; f < functions; f++) {
    const home = PACKAGES[f % PACKAGES.length];
    const name = strings.row(`${home}.(*Type${f % 977}).Method${f}`);
    out.message(5, (m) => {
      m.number(1, f + 1);
      m.number(2, name);
      m.number(3, name);
      m.number(4, strings.row(`${home}/file${f % 313}.go`));
      m.number(5, 5 + (f % 800));
    });
    if (out.length > BLOCK) yield out.take();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {positionals, values} = parseArgs({
    allowPositionals: true,
    options: {
      samples: {type: 'string', default: '100000'},
      functions: {type: 'string', default: '20000'},
      seed: {type: 'string', default: '1'},
      'new-stacks': {type: 'string', default: String(NEW_STACK)},
      fork: {type: 'string', default: String(FORK)},
      labels: {type: 'boolean', default: false},
    },
  });
  const shape = {
    samples: Number(values.samples),
    functions: Number(values.functions),
    seed: Number(values.seed),
    newStacks: Number(values['new-stacks']),
    fork: Number(values.fork),
    labels: values.labels,
  };
  await pipeline(Readable.from(syntheticProfile(shape)), createGzip(), createWriteStream(positionals[0]));
}
