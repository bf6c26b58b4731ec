/**
 * Ways to damage bytes: some blind, some that know what the formats are made of.
 */
const MAX_LENGTH = 1 << 13;
/** Of inputs that are long by repetition: the square of it is seconds. */
const MAX_GROWN = 1 << 16;

/** What patterns and folds stumble over when it comes a thousand times. */
const PIECES = [
  ...'a0[](){}<>/\\.:-=+" \t\n',
  '[a',
  '(a',
  ')(',
  '/.',
  '../',
  '.a',
  '.func1',
  '-fm',
  '::',
  '\\"',
  '\\n',
  '&#1;',
  '[]',
  '[a]',
  ' -> ',
  ' <- ',
  '+0x1 ',
  'a=b ',
  'goroutine 1 [',
  'created by ',
].map((text) => new TextEncoder().encode(text));

const INTERESTING = [0, 1, 2, 7, 8, 10, 13, 16, 26, 32, 34, 48, 50, 64, 127, 128, 129, 192, 254, 255];

/** Varints at the edges: 2^31, 2^32, 2^53, 2^63, 2^64-1, too long. */
const VARINTS = [
  [0],
  [0x80, 0x80, 0x80, 0x80, 0x08],
  [0x80, 0x80, 0x80, 0x80, 0x10],
  [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
];

const WORDS = `
goroutine 1 [running]:
goroutine 18446744073709551616 gp=0xc000002380 m=0 mp=0x1 [chan receive (nil chan), 99999999999 minutes, locked to thread]:
[select (no cases)]:
(leaked)
created by main.main in goroutine 1
created by
main.(*T).f(0x1, {0xc000012345?, 0x2}, ...)
main.f(...)
	/src/main.go:10 +0x1d
	/src/a b.go:99999999999999999999 +0xffffffffffffffffff
...additional frames elided...
[originating from goroutine 7]:
goroutine running on other thread; stack unavailable
goroutine profile: total 3
panic: runtime error
SIGQUIT: quit
PC=0x1 m=0 sigcode=0
# labels: {"k":"v\\"}
#	0x401000	main.f+0x10	/src/main.go:10
3 @ 0x401000 0x402000
heap profile: 1: 2 [3: 4] @ heap/1048576
heap profile: 1: 2 [3: 4] @ heapprofile
heap_v2/524288
growthz
0: 0 [-1: -2] @ 0xffffffffffffffff
# runtime.MemStats
# HeapAlloc = -1
--- mutex:
--- contention:
cycles/second=0
sampling period = 0
ms since reset = 9223372036854775808
discarded samples = 1
--- threadz 1 ---
--- Thread 7f (name: a/1) stack: ---
  PC: 0x1
[same as previous thread]
--- heapz 1 ---
format = java
resolution = bytes
--- Memory map: ---
MAPPED_LIBRARIES:
00400000-fcb9a0000 r-xp 00000000 00:00 0 /bin/x
main.f;main.g 12
`
  .split('\n')
  .filter((line) => line !== '')
  .flatMap((line) => [line, `${line}\n`])
  .map((text) => new TextEncoder().encode(text));

/** A damaged copy of `input`. `other` is a second input to borrow from. */
export function mutate(input, other, random) {
  let bytes = input;
  for (let round = 1 + random.below(4); round > 0; round--) bytes = random.pick(MUTATORS)(bytes, random, other);
  return bytes.length > MAX_LENGTH ? bytes.subarray(0, MAX_LENGTH) : bytes;
}

/** A copy of `input` that is long: one piece, a stretch of it or its lines with other numbers, many times over. */
export function grow(input, random) {
  const count = 1 << (4 + random.below(12));
  const at = random.below(input.length + 1);
  const grown = random.pick(GROWERS)(input, at, count, random);
  return grown.length > MAX_GROWN ? grown.subarray(0, MAX_GROWN) : grown;
}

const GROWERS = [
  (input, at, count, random) => spliced(input, at, 0, repeated(random.pick(PIECES), count)),
  (input, at, count, random) => spliced(input, at, 0, repeated(input.subarray(at, at + 1 + random.below(64)), count)),
  (input, at, count) => {
    const start = input.lastIndexOf(10, at) + 1;
    const next = input.indexOf(10, at);
    const line = Buffer.from(input.subarray(start, next < 0 ? input.length : next + 1)).toString('latin1');
    const size = Math.min(count, Math.ceil(MAX_GROWN / Math.max(1, line.length)));
    const rows = Array.from({length: size}, (_, i) => line.replaceAll(/\d+/g, (digits) => String(Number(digits) + i)));
    return spliced(input, start, 0, Buffer.from(rows.join(''), 'latin1'));
  },
];

function repeated(piece, count) {
  const length = piece.length * Math.min(count, Math.ceil(MAX_GROWN / Math.max(1, piece.length)));
  return Uint8Array.from({length}, (_, i) => piece[i % piece.length]);
}

const MUTATORS = [
  (bytes, random) => changed(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  (bytes, random) => changed(bytes, random, () => random.below(256)),
  (bytes, random) => changed(bytes, random, () => random.pick(INTERESTING)),
  (bytes, random) => changed(bytes, random, (byte) => byte + random.below(9) - 4),
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 1 + random.below(16), []),
  (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 0, random.pick(WORDS)),
  (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 0, random.pick(VARINTS)),
  (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 1, random.pick(VARINTS)),
  (bytes, random) => withDigits(bytes, random),
  (bytes, random) => {
    const from = random.below(bytes.length + 1);
    return spliced(bytes, random.below(bytes.length + 1), 0, bytes.subarray(from, from + 1 + random.below(64)));
  },
  (bytes, random, other) => {
    const from = random.below(other.length + 1);
    return spliced(
      bytes,
      random.below(bytes.length + 1),
      random.below(32),
      other.subarray(from, from + random.below(256)),
    );
  },
  (bytes, random, other) =>
    joined(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1))),
];

function changed(bytes, random, change) {
  if (bytes.length === 0) return Uint8Array.of(random.below(256));
  const copy = bytes.slice();
  const at = random.below(copy.length);
  copy[at] = change(copy[at]);
  return copy;
}

function spliced(bytes, at, removed, added) {
  const result = new Uint8Array(at + added.length + Math.max(0, bytes.length - at - removed));
  result.set(bytes.subarray(0, at));
  result.set(added, at);
  result.set(bytes.subarray(Math.min(bytes.length, at + removed)), at + added.length);
  return result;
}

function joined(head, tail) {
  return spliced(head, head.length, 0, tail);
}

/** Replaces one number of a text by another. */
function withDigits(bytes, random) {
  const from = random.below(bytes.length + 1);
  const at = bytes.findIndex((byte, i) => i >= from && byte >= 0x30 && byte <= 0x39);
  if (at < 0) return bytes;
  const numbers = ['0', '-1', '2147483648', '9007199254740993', '9223372036854775808', '99999999999999999999999'];
  return spliced(bytes, at, 1, new TextEncoder().encode(random.pick(numbers)));
}
