/**
 * Loads the built command line once and runs one line after the other, keeping what each writes.
 */
import {createRequire} from 'node:module';

const {run} = createRequire(import.meta.url)('../../dist/cli/pprofx.cjs');

// Each run listens for signals and closed streams, as the one run of a process does.
for (const each of [process, process.stdout, process.stderr]) each.setMaxListeners(0);

const STREAMS = ['stdout', 'stderr'];

/** Runs a line; while it does, nothing reaches the streams themselves. */
export async function captured(args) {
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
