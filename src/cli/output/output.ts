/**
 * Results leave here: to standard output, or to a file that is whole or not there.
 */
import type {CommonOptions} from '../options/common-options.ts';
import {writeFailure, writeFileAtomically} from './write-file.ts';

/** Writes the result of a command where its options say. */
export async function writeResult(result: string | Uint8Array, options: CommonOptions): Promise<void> {
  if (options.output === undefined || options.output === '-') await writeStdout(result);
  else await writeFileAtomically(options.output, result, options.force === true);
}

/** Resolves when the system has taken every byte, however slowly the reader takes them. */
async function writeStdout(result: string | Uint8Array): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(result, (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    // Whoever read the output has seen enough; `main` ends quietly.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') throw error;
    throw writeFailure(error, 'standard output');
  }
}
