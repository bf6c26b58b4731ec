/**
 * The profiles of a file that holds several: of OpenTelemetry several processes or moments, of others one after the other.
 */
import {isOtlp} from '../otlp/messages.ts';
import {otlpParts} from '../otlp/parts.ts';
import {sniffPprof} from '../pprof/sniff.ts';
import {pprofParts} from './pprof-parts.ts';
import type {Range} from './range.ts';
import {isDumpText, textParts} from './text-parts.ts';

export interface FilePart {
  /** Within its file; unique. */
  readonly path: string;
  /** The process that it is of, where the file says. */
  readonly process: string | undefined;
  /** What replicas share. */
  readonly group: string | undefined;
  /** The moment where nothing has a time: how many of its kind come before it in the file. */
  readonly repeat: number;
  bytes(): Uint8Array;
}

export type PartedFormat = 'otlp' | 'pprof' | 'text';

/** The format of what may hold several profiles, by the beginning of its plain bytes. */
export function partedFormat(head: Uint8Array): PartedFormat | undefined {
  if (isOtlp(head)) return 'otlp';
  if (isDumpText(head)) return 'text';
  return sniffPprof(head, false) ? 'pprof' : undefined;
}

/** A part of the file's own process: its name is the file's. */
function partAt(bytes: Uint8Array, {end, start}: Range, path: string, repeat: number): FilePart {
  return {path, process: undefined, group: undefined, repeat, bytes: () => bytes.subarray(start, end)};
}

/** None where a file holds one profile. @throws what decoding OpenTelemetry's throws */
export function partsOf(bytes: Uint8Array, format: PartedFormat): readonly FilePart[] {
  if (format === 'pprof') return pprofParts(bytes).map((part, at) => partAt(bytes, part, `${at + 1}`, 0));
  const seen = new Map<string, number>();
  const countOf = (name: string): number => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count;
  };
  if (format === 'text') {
    return textParts(bytes).map((part, at) => partAt(bytes, part, `${at + 1}-${part.kind}`, countOf(part.kind)));
  }
  return otlpParts(bytes).map(({bytes: partBytes, group, process, type}) => {
    const name = `${process || 'process'}/${type || 'profile'}`;
    const repeat = countOf(name);
    const path = repeat === 0 ? name : `${name}#${repeat + 1}`;
    return {path, process: process || undefined, group, repeat: 0, bytes: partBytes};
  });
}
