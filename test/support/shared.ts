/**
 * Where the material outside the project lies: public profiles with pprof's own answers, incidents, our samples.
 */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';

/** Whether the folder is there, for reports that say what they left out. */
export function isAtHand(name: 'faults' | 'incidents'): boolean {
  return existsSync(pathOf(`PPROFX_${name.toUpperCase()}`, name));
}

function pathOf(variable: string, name: string): string {
  return process.env[variable] ?? join('..', 'shared', name);
}

function folder(variable: string, name: string): string {
  const path = pathOf(variable, name);
  if (!existsSync(path)) throw new Error(`no ${name} at ${path}; set ${variable}`);
  return path;
}

export function corpusPath(...parts: string[]): string {
  return join(folder('PPROFX_CORPUS', 'corpus'), ...parts);
}

export function incidentPath(...parts: string[]): string {
  return join(folder('PPROFX_INCIDENTS', 'incidents'), ...parts);
}

/** Inputs that once failed, each for a kind. */
export function faultPath(...parts: string[]): string {
  return join(folder('PPROFX_FAULTS', 'faults'), ...parts);
}

/** The generators of test inputs. */
export function toolPath(...parts: string[]): string {
  return join(folder('PPROFX_TOOLS', 'tools'), ...parts);
}

/** Our own samples; the project has copies of them. */
export function samplePath(...parts: string[]): string {
  return existsSync(join('samples', ...parts))
    ? join('samples', ...parts)
    : join(folder('PPROFX_SAMPLES', 'samples'), ...parts);
}

/** The bytes of a file, unpacked when its name ends in .gz. */
export function readBytes(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
