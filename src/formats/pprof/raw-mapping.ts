/**
 * A Mapping message as the file gives it; strings are the file's own indexes.
 */
import {MAPPING} from './fields.ts';
import type {RawString} from './raw-strings.ts';

export interface RawMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly filename: RawString;
  readonly buildId: RawString;
  readonly hasFunctions: boolean;
  readonly hasFilenames: boolean;
  readonly hasLineNumbers: boolean;
  readonly hasInlineFrames: boolean;
}

/** @param words  the message's integers by field number; missing ones are 0 */
export function rawMapping(words: ReadonlyMap<number, bigint>): RawMapping {
  const word = (field: number): bigint => words.get(field) ?? 0n;
  return {
    start: word(MAPPING.memory_start),
    limit: word(MAPPING.memory_limit),
    offset: word(MAPPING.file_offset),
    filename: Number(word(MAPPING.filename)),
    buildId: Number(word(MAPPING.build_id)),
    hasFunctions: word(MAPPING.has_functions) !== 0n,
    hasFilenames: word(MAPPING.has_filenames) !== 0n,
    hasLineNumbers: word(MAPPING.has_line_numbers) !== 0n,
    hasInlineFrames: word(MAPPING.has_inline_frames) !== 0n,
  };
}
