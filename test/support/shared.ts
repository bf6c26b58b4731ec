/**
 * Where samples lie, and the material beside the project: public profiles with pprof's own answers, and incidents.
 *
 * Tests that need what is beside the project are named *.shared.test.ts; a clone without it reports them as not run.
 */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';

const SHARED = process.env['PPROFX_SHARED'] ?? join('..', 'shared');

/** Whether the folder is there, for reports that say what they left out. */
export function isAtHand(name: 'faults' | 'incidents'): boolean {
  return existsSync(join(SHARED, name));
}

export function corpusPath(...parts: string[]): string {
  return join(SHARED, 'corpus', ...parts);
}

export function incidentPath(...parts: string[]): string {
  return join(SHARED, 'incidents', ...parts);
}

/** Inputs that once failed, each for a kind. */
export function faultPath(...parts: string[]): string {
  return join(SHARED, 'faults', ...parts);
}

/** Tests and golden files of other readers of profiles. */
export function peerPath(...parts: string[]): string {
  return join(SHARED, 'peers', ...parts);
}

/** The generators of test inputs. */
export function toolPath(...parts: string[]): string {
  return join(SHARED, 'tools', ...parts);
}

/** Our own samples. */
export function samplePath(...parts: string[]): string {
  return join('samples', ...parts);
}

/** The bytes of a file, unpacked when its name ends in .gz. */
export function readBytes(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
