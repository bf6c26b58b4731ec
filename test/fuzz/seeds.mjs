/**
 * Inputs to begin with: our samples, the public corpus where there is one, crashers of old, and made-up profiles.
 */
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {structuredInputs} from './structured.mjs';

const MAX_SEED_BYTES = 4096;
/** The beginning of a longer input is a seed as well. */
const HEAD_BYTES = 2048;

/** What lies in files, unpacked and cut: for threads that share it. */
export function seedsOfFiles() {
  const files = [...filesBelow('samples'), ...filesBelow('test/fuzz/crashers'), ...filesBelow(corpusFolder())];
  return files.flatMap(unpacked).flatMap(cut);
}

/**
 * @param kind  `plain`, `gzip`, `all` or `structured`
 * @param ofFiles  of seedsOfFiles(), where it has been called already
 */
export function seedsFor(kind, seed, ofFiles) {
  if (kind === 'structured') return structuredInputs(seed, 400);
  const plain = ofFiles ?? seedsOfFiles();
  const small = plain.filter((bytes) => bytes.length <= HEAD_BYTES);
  const packed = small.slice(0, 40).map((bytes) => new Uint8Array(gzipSync(bytes)));
  if (kind === 'gzip') return packed;
  const texts = TEXTS.map((text) => new TextEncoder().encode(text));
  return kind === 'plain' ? [...plain, ...texts] : [...plain, ...packed, ...texts, ...structuredInputs(seed, 50)];
}

function corpusFolder() {
  return join(process.env.PPROFX_SHARED ?? '../shared', 'corpus', 'files');
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !/\.(json|md)$/.test(path))
    .map((path) => new Uint8Array(readFileSync(path)));
}

function unpacked(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return [bytes];
  try {
    return [new Uint8Array(gunzipSync(bytes))];
  } catch {
    return [];
  }
}

function cut(bytes) {
  return bytes.length <= MAX_SEED_BYTES ? [bytes] : [bytes.slice(0, HEAD_BYTES), bytes.slice(-HEAD_BYTES)];
}

export const TEXTS = [
  'goroutine 1 [running]:\nmain.main()\n\t/src/main.go:10 +0x1d\n\ngoroutine 7 [chan receive, 5 minutes]:\nmain.wait(0xc000012345)\n\t/src/main.go:20 +0x2f\ncreated by main.main in goroutine 1\n\t/src/main.go:9 +0x1b\n',
  'goroutine profile: total 3\n2 @ 0x401000 0x402000\n# labels: {"k":"v"}\n#\t0x401000\tmain.f+0x10\t/src/main.go:10\n\n1 @ 0x403000\n',
  'heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: 4] @ 0x401000 0x402000\n#\t0x401000\tmain.f+0x10\t/src/main.go:10\n\n# runtime.MemStats\n# HeapAlloc = 12\n',
  '--- mutex:\ncycles/second=1000000000\nsampling period=1\n12 3 @ 0x401000\n',
  '--- threadz 1 ---\n\n--- Thread 7f4 (name: main/1) stack: ---\n  PC: 0x401000 main\n  0x402000 f\n--- Memory map: ---\n  00400000-00500000: /bin/x\n',
  '--- heapz 1 ---\nformat = java\nresolution = bytes\n 2 100 @ 0x1 0x2\n 0x1 a.b (C.java:1)\n 0x2 a.c (C.java:2)\n',
  'main.f;main.g 12\nmain.f 3\n',
  '{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[{"name":"main"},{"name":"f","file":"f.go","line":7}]},"profiles":[{"type":"sampled","name":"a","unit":"seconds","samples":[[0,1],[0]],"weights":[0.5,1]},{"type":"evented","name":"b","unit":"none","events":[{"type":"O","frame":0,"at":1},{"type":"O","frame":1,"at":3},{"type":"C","frame":1,"at":4},{"type":"C","frame":0,"at":9}]}]}',
  '{"version":1,"flamebearer":{"names":["total","main","f"],"levels":[[0,10,0,0],[0,10,3,1],[0,4,4,2,1,3,3,2]],"numTicks":10,"maxSelf":4},"metadata":{"format":"single","sampleRate":100,"units":"samples","name":"app.cpu{}"}}',
  'app 1/2 [003]  7.1:  250000 cpu-clock:uhH: \n\t 4a1 main.f+0x1 (/bin/app)\n\t 4a0 g (inlined)\n\n b 5 1.1: 1 cycles: 4a2 h (/bin/b)\n',
  '@[\n    vfs_read+5\n\n    main.main+18\n, etcd]: 12\n@b[vim, \n    f+1\n]: 3\n',
  'heap_v2/524288\n  t*: 3: 3072 [5: 9]\n  t0: 1: 1024 [0: 0]\n@ 0x401001 0x402001\n  t*: 2: 2048 [5: 9]\n\nMAPPED_LIBRARIES:\n00400000-00500000 r-xp 00000000 08:01 12 /bin/x\n',
  '{"resourceProfiles":[{"resource":{"attributes":[{"key":"a","value":{"arrayValue":{"values":[{"intValue":"1"}]}}}]},"scopeProfiles":[{"profiles":[{"sampleType":{"typeStrindex":1},"samples":[{"stackIndex":1,"values":["2"]}]}]}]}],"dictionary":{"stringTable":["","f"],"locationTable":[{},{"lines":[{"functionIndex":1}]}],"functionTable":[{},{"nameStrindex":1}],"stackTable":[{},{"locationIndices":[1]}]}}\n',
  '# cat /proc/7/stack\n[<0>] do_wait+0x1d7/0x250\n[<0>] ceph_setattr.isra.0+0x4c/0x80 [ceph]\n[<ffffffffffffffff>] 0xffffffffffffffff\n/proc/7/wchan:do_wait\nName:\ttini\nState:\tD (disk sleep)\n',
  '[ 1.0] INFO: task a:b:11 blocked for more than 122 seconds.\n[ 1.0] task:a:b             state:D stack:0     pid:11    tgid:11    ppid:2      flags:0x00004000\n[ 1.0] Workqueue: writeback wb_workfn\n[ 1.0] Call Trace:\n[ 1.0]  <TASK>\n[ 1.0]  ? __schedule+0x1/0x2\n[ 1.0]  schedule+0x1/0x2\n[ 1.0]  </TASK>\n[ 1.0] INFO: task a:b:11 is blocked on a mutex likely owned by task c:12.\n',
  'watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [kubelet:7]\nCPU: 3 PID: 7 Comm: kubelet Not tainted 6.1\nRIP: 0010:f+0x1/0x2\nCall Trace:\n <IRQ>\n g+0x1/0x2\n </IRQ>\n h+0x1/0x2\nsshd            D13432    12      1 0x00000080\n',
  '  PID S WCHAN COMMAND\n    7 D rpc_wait_bit_killable mount.nfs\n    8 R - ps\n',
  'Type: inuse_space\nShowing nodes accounting for 3MB, 75% of 4MB total\n      flat  flat%   sum%        cum   cum%\n       2MB 50.00% 50.00%     3.50MB 87.50%  main.f\n       1MB 25.00% 75.00%        1MB 25.00%  main.g (inline)\n',
  'Type: goroutine\n      flat  flat%   sum%        cum   cum%\n        -9   90%   90%         10  100%  runtime.gopark\n',
];
