/**
 * Inputs of any size that grow in one way only: one function a shape, from a count of elements to bytes.
 *
 * Nothing is drawn at random: the same count is the same input.
 */
import {FieldWriter} from '../inputs/protobuf.mjs';

const FUNCTIONS = 100;
const DEPTH = 8;
const GOROUTINES = 10;
const STATES = ['chan receive', 'chan send', 'select', 'IO wait', 'sync.Mutex.Lock', 'semacquire'];

const range = (count, make) => Array.from({length: count}, (_, i) => make(i));
const root = (functions) => range(DEPTH, (level) => 1 + (level % functions));

/** Shapes of profiles, by name: {functions, samples: [{stack: location ids leaf first, labels: [key, value][]}]}. */
const PROFILES = {
  samples: (count) => ({
    functions: FUNCTIONS,
    samples: range(count, (i) => ({stack: [1 + (i % FUNCTIONS), ...root(FUNCTIONS)]})),
  }),
  'distinct stacks': (count) => ({
    functions: FUNCTIONS,
    samples: range(count, (i) => ({stack: digits(i, FUNCTIONS)})),
  }),
  depth: (count) => ({
    functions: FUNCTIONS,
    samples: [{stack: range(count, (i) => 1 + ((i * i) % FUNCTIONS))}],
  }),
  functions: (count) => ({
    functions: count,
    samples: range(count, (i) => ({stack: [1 + i, ...root(FUNCTIONS)]})),
  }),
  'label values': (count) => ({
    functions: FUNCTIONS,
    samples: range(count, (i) => ({stack: [1 + (i % FUNCTIONS)], labels: [['request', `id-${i}`]]})),
  }),
  'label keys': (count) => ({
    functions: FUNCTIONS,
    samples: range(count, (i) => ({stack: [1 + (i % FUNCTIONS)], labels: [[`key-${i}`, 'value']]})),
  }),
};

/** A stack of its own for each number: what it is in this base, a function a digit. */
function digits(number, base) {
  const stack = [];
  for (let rest = number; stack.length < DEPTH; rest = Math.floor(rest / base)) stack.push(1 + (rest % base));
  return stack;
}

/** Shapes of goroutine dumps, by name. */
const DUMPS = {
  'goroutines alike': (count) =>
    range(count, (i) => goroutine(i, 'chan receive', ['main.(*Server).wait', 'main.main'])),
  'goroutines distinct': (count) =>
    range(count, (i) => goroutine(i, STATES[i % STATES.length], [`main.wait${i}`, 'main.serve'])),
  'lines a goroutine': (count) =>
    range(GOROUTINES, (i) =>
      goroutine(
        i,
        'select',
        range(Math.ceil(count / GOROUTINES), (line) => `main.f${line}`),
      ),
    ),
};

export const DUMP_SHAPES = Object.keys(DUMPS);
export const SHAPES = [...Object.keys(PROFILES), ...DUMP_SHAPES];

/** @returns {name, bytes}: the file's ending fits its content */
export function shapeOf(shape, count) {
  const isDump = shape in DUMPS;
  const bytes = isDump ? Buffer.from(DUMPS[shape](count).join('\n')) : encode(PROFILES[shape](count));
  return {name: `growth-${shape.replaceAll(' ', '-')}-${count}.${isDump ? 'txt' : 'pb'}`, bytes};
}

function goroutine(i, state, names) {
  const frames = names.map(
    (name, at) => `${name}(0xc000${(i + 0x100000).toString(16)})\n\t/src/f${at}.go:${i + 1} +0x1d\n`,
  );
  return `goroutine ${i + 1} [${state}, ${i % 600} minutes]:\n${frames.join('')}created by main.start in goroutine 1\n\t/src/main.go:20 +0x2a\n`;
}

function encode({functions, samples}) {
  const strings = ['', 'inuse_space', 'bytes', ...range(functions, (i) => `main.f${i}`), '/src/main.go'];
  const rows = new Map(strings.map((text, row) => [text, row]));
  const row = (text) => {
    if (!rows.has(text)) rows.set(text, strings.push(text) - 1);
    return rows.get(text);
  };
  const writer = new FieldWriter(1 << 20);
  writer.message(1, (type) => {
    type.number(1, 1);
    type.number(2, 2);
  });
  for (const {labels = [], stack} of samples) {
    writer.message(2, (sample) => {
      sample.packed(1, stack);
      sample.packed(2, [1024]);
      for (const [key, value] of labels) {
        sample.message(3, (label) => {
          label.number(1, row(key));
          label.number(2, row(value));
        });
      }
    });
  }
  for (let id = 1; id <= functions; id++) {
    writer.message(4, (location) => {
      location.number(1, id);
      location.message(4, (line) => {
        line.number(1, id);
        line.number(2, id);
      });
    });
    writer.message(5, (fn) => {
      fn.number(1, id);
      fn.number(2, 2 + id);
      fn.number(4, functions + 3);
    });
  }
  for (const text of strings) writer.text(6, text);
  return writer.take();
}
