/**
 * A profile in a form that can be transferred between threads: tables are moved, not copied.
 */
import {StringTable} from '../base/tables/string-table.ts';
import type {Profile} from './profile.ts';

/** Plain data; strings are their bytes on end. */
export interface PortableProfile {
  readonly tables: Omit<Profile, 'strings'>;
  readonly stringBytes: Uint8Array;
  /** Where each string ends in `stringBytes`. */
  readonly stringEnds: Int32Array;
}

/** The profile must not be used any more once its buffers, those of `buffersOf`, were moved. */
export function packProfile({strings, ...tables}: Profile): PortableProfile {
  const stringEnds = new Int32Array(strings.length);
  let size = 0;
  for (let row = 0; row < strings.length; row++) {
    size += strings.bytes(row).length;
    stringEnds[row] = size;
  }
  const stringBytes = new Uint8Array(size);
  for (let row = 0; row < strings.length; row++) {
    const bytes = strings.bytes(row);
    stringBytes.set(bytes, stringEnds[row] - bytes.length);
  }
  return {tables, stringBytes, stringEnds};
}

/** Every buffer in it, once. */
export function buffersOf(portable: PortableProfile): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) buffers.add(value.buffer as ArrayBuffer);
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) visit(part);
  };
  visit(portable);
  return [...buffers];
}

export function unpackProfile({stringBytes, stringEnds, tables}: PortableProfile): Profile {
  const strings = new StringTable();
  stringEnds.forEach((end, row) => {
    // Row 0, the empty string, is there from the start.
    if (row > 0) strings.internBytes(stringBytes, stringEnds[row - 1], end);
  });
  return Object.freeze({...tables, strings});
}
