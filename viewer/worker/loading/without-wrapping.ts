/**
 * Takes an input out of headers, base64 and the like. Loaded for what a person opens: pprofx view took them off already.
 */
import {unwrapped} from '../../../src/formats/wrapping.ts';
import type {FileBytes} from '../../input-file.ts';

export function withoutWrapping(file: FileBytes): FileBytes {
  const bytes = new Uint8Array(file.bytes);
  const inside = unwrapped(bytes);
  return inside === bytes ? file : {...file, bytes: inside.slice().buffer};
}
