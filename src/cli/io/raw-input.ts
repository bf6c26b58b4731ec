/**
 * The bytes of an input as they are, for the page, which reads them itself.
 */
import {readInputBytes} from './input.ts';

/** An input with its bytes. */
export interface RawInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Reads whole inputs, in order; gzip stays gzip. */
export async function readRawInputs(inputs: readonly string[]): Promise<RawInput[]> {
  const raw: RawInput[] = [];
  for (const input of inputs)
    raw.push({name: input === '-' ? 'standard input' : input, bytes: await readInputBytes(input)});
  return raw;
}
