/**
 * Writes a debug=2 goroutine dump of any length to stdout, the same for the same seed.
 *
 * usage: node bench/inputs/goroutine-dump.mjs COUNT [SEED] > dump.txt
 *
 * Shapes, states and waits are drawn as a large kube-apiserver shows them: two dozen distinct stacks 1 to 11 frames
 * deep, argument words that differ from goroutine to goroutine, ids past 2^32. About 1 kB a goroutine.
 */
import {writeSync} from 'node:fs';

const count = Number(process.argv[2] ?? 1000);
let seed = Number(process.argv[3] ?? 1) >>> 0;

/** xorshift32: fast, and good enough to vary text. */
function random() {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) / 4_294_967_296;
}

const pick = (list) => list[Math.floor(random() * list.length)];
const hex = () =>
  `0xc0${Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')}`;
const STATES = ['select', 'chan receive', 'IO wait', 'chan send', 'sync.Cond.Wait', 'semacquire', 'sleep', 'runnable'];
const PACKAGES = [
  'k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry',
  'k8s.io/kubernetes/vendor/k8s.io/client-go/tools/cache',
  'k8s.io/apimachinery/pkg/util/wait',
  'google.golang.org/grpc/internal/transport',
  'golang.org/x/net/http2',
  'net/http',
  'internal/poll',
];
const METHODS = [
  '(*Store).DeleteCollection.func1',
  '(*Reflector).ListAndWatch',
  '(*processorListener).run.func1',
  'BackoffUntil',
];

function frame(shape, depth) {
  const home = PACKAGES[(shape * 7 + depth * 3) % PACKAGES.length];
  const method = METHODS[(shape + depth) % METHODS.length];
  const file = `${home}/file${(shape * 31 + depth) % 90}.go:${100 + ((shape * 17 + depth * 5) % 900)} +0x${(shape * 64 + depth).toString(16)}`;
  return {name: `${home}.${method}`, file: `\t${file}\n`, words: (shape + depth) % 6};
}

const SHAPES = Array.from({length: 24}, (_, shape) => ({
  state: pick(STATES),
  frames: Array.from({length: 1 + ((shape * 5 + 2) % 11)}, (_, depth) => frame(shape, depth)),
  creator: `${PACKAGES[shape % PACKAGES.length]}.(*Server).start`,
  creatorFile: `\t${PACKAGES[shape % PACKAGES.length]}/server.go:${50 + shape} +0x1d\n`,
}));

function goroutine(id) {
  const shape = random() < 0.5 ? SHAPES[3] : pick(SHAPES);
  const minutes = Math.floor(random() * 600);
  let text = `goroutine ${id} [${shape.state}${minutes === 0 ? '' : `, ${minutes} minutes`}]:\n`;
  for (const {name, file, words} of shape.frames) {
    text += `${name}(${Array.from({length: words}, hex).join(', ')})\n${file}`;
  }
  return `${text}created by ${shape.creator} in goroutine ${Math.floor(random() * 1e6)}\n${shape.creatorFile}\n`;
}

let id = 4_294_967_296;
let block = '';
for (let i = 0; i < count; i++) {
  id += 1 + Math.floor(random() * 40);
  block += goroutine(id);
  if (block.length > 1 << 20 || i === count - 1) {
    const bytes = Buffer.from(block);
    for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
    block = '';
  }
}
