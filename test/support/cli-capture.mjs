/**
 * Loads the built command line once and runs one line after the other, keeping what each writes.
 */
import {createRequire} from 'node:module';
import {Readable} from 'node:stream';

const {run} = createRequire(import.meta.url)('../../dist/cli/pprofx.cjs');

// Each run listens for signals and closed streams, as the one run of a process does.
for (const each of [process, process.stdout, process.stderr]) each.setMaxListeners(0);

const STREAMS = ['stdout', 'stderr'];

/** What a pipe holds: standard input comes in such pieces. */
const PIPE_BYTES = 2 ** 16;

/** Runs a line, with what stands on standard input; while it does, nothing reaches the streams themselves. */
export async function captured(args, input) {
  if (input !== undefined) pipeIn(Buffer.from(input));
  const texts = {stdout: [], stderr: []};
  const writers = STREAMS.map((name) => process[name].write);
  for (const name of STREAMS) {
    process[name].write = (chunk, ...rest) => {
      texts[name].push(Buffer.from(chunk));
      // The last argument, if any, hears that the text is written.
      rest.at(-1)?.();
      return true;
    };
  }
  const code = await run(args);
  STREAMS.forEach((name, index) => {
    process[name].write = writers[index];
  });
  const [stdout, stderr] = STREAMS.map((name) => Buffer.concat(texts[name]).toString());
  return {code, stdout, stderr};
}

function pipeIn(bytes) {
  const pieces = Array.from({length: Math.ceil(bytes.length / PIPE_BYTES)}, (_, i) =>
    bytes.subarray(i * PIPE_BYTES, (i + 1) * PIPE_BYTES),
  );
  Object.defineProperty(process, 'stdin', {value: Readable.from(pieces, {objectMode: false}), configurable: true});
}
