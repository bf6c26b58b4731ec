/**
 * Files that hold several profiles, as entries: `capture.otlp!/checkout/cpu`.
 */
import {readFileSync, statSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {PprofxError} from '../../base/errors.ts';
import {isGzip} from '../../formats/is-gzip.ts';
import {type FilePart, type PartedFormat, partedFormat, partsOf} from '../../formats/parts/index.ts';
import {unwrapped} from '../../formats/wrapping.ts';
import type {Entry} from '../../incident/entry.ts';
import {headOf, inflatedHead} from './container-kind.ts';
import {type HeldParts, heldAt, holdArchive} from './held.ts';

/** What is held to be taken apart; a larger file is one profile. */
export const MAX_BYTES: number = 2 ** 25;
/** What is inflated for that: OpenTelemetry's profile has to be held in any case, and others are read as they come. */
const MAX_PLAIN_BYTES: Readonly<Record<PartedFormat, number>> = {otlp: 2 ** 28, pprof: 2 ** 26, text: 2 ** 26};
const SECOND_MEMBER = Uint8Array.of(0x1f, 0x8b, 8);

/**
 * The parts of a file that is named, held from then on; undefined where it holds one profile, or is none.
 *
 * @param isThorough  see `partsIn`
 */
export function holdParts(path: string, isThorough = false): HeldParts | undefined {
  const held = heldAt(path);
  if (held !== undefined) return held.kind === 'parts' ? held : undefined;
  const parts = partsAt(path, isThorough);
  if (parts !== undefined) holdArchive(path, parts);
  return parts;
}

/** Read at once: regular files that have bytes wait for nobody. What cannot be read is reported by whoever reads it. */
function partsAt(path: string, isThorough: boolean): HeldParts | undefined {
  try {
    const about = statSync(path, {throwIfNoEntry: false});
    if (about?.isFile() !== true || about.size === 0 || about.size > MAX_BYTES) return undefined;
    const format = heldFormat(headOf(path), about.size);
    return format === undefined ? undefined : partsIn(readFileSync(path), format, isThorough);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

/** The format of what has to be held to know whether it is several profiles. @param size  of the file, where that is known */
export function heldFormat(head: Uint8Array, size: number | undefined): PartedFormat | undefined {
  return (size ?? 0) > MAX_BYTES ? undefined : partedFormat(plainHead(head));
}

/**
 * Undefined where it is one.
 *
 * @param isThorough  whether one run of gzip may hold several pprof profiles: hardly any does, and to inflate each for that
 *                    costs time. Who reads one finds out, and comes back.
 */
export function partsIn(bytes: Buffer, format: PartedFormat, isThorough: boolean): HeldParts | undefined {
  if (!isThorough && format === 'pprof' && isGzip(bytes) && bytes.indexOf(SECOND_MEMBER, 3) < 0) return undefined;
  try {
    const parts = partsOf(plainOf(bytes, MAX_PLAIN_BYTES[format]), format);
    return parts.length === 0 ? undefined : {kind: 'parts', parts, isReadAsOne: format === 'otlp'};
  } catch (error) {
    // What is wrong with it is said by whoever reads it.
    if (error instanceof PprofxError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
}

function plainHead(head: Uint8Array): Uint8Array {
  const inner = unwrapped(head);
  return isGzip(inner) ? inflatedHead(inner) : inner;
}

function plainOf(bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  const inner = unwrapped(bytes);
  return isGzip(inner) ? gunzipSync(inner, {maxOutputLength}) : inner;
}

/** @param prefix  what stands before the path of a part in its address */
export function partEntries(parts: readonly FilePart[], file: string, prefix: string): Entry[] {
  return parts.map(({bytes, group, path, process, repeat}) => ({
    path,
    address: prefix + path,
    size: undefined,
    modifiedAt: undefined,
    part: {file, process, group, repeat},
    chunks: async function* () {
      yield bytes();
    },
  }));
}
