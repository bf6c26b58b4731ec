/**
 * The bytes of an input as they are, for the page, which reads them itself.
 */

import {readInputBytes} from './input.ts';
import {inputName} from './mask-url.ts';
import type {InputOptions} from './read-options.ts';

/** An input with its bytes. */
export interface RawInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Reads whole inputs, in order; gzip stays gzip. */
export async function readRawInputs(inputs: readonly string[], options: InputOptions = {}): Promise<RawInput[]> {
  const raw: RawInput[] = [];
  for (const input of inputs)
    raw.push({name: input === '-' ? 'standard input' : inputName(input), bytes: await readInputBytes(input, options)});
  return raw;
}
