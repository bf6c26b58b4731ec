/**
 * Replaces the reader of OpenTelemetry profiles in the page's worker: it loads with the first input that may be one. The
 * build makes the replacement. Only reports of such inputs carry it.
 */
import type {Format} from '../../../src/formats/format.ts';
import {MissingModule} from './missing-module.ts';

let real: Format | undefined;
let isAbsent = false;

async function load(): Promise<void> {
  try {
    real = (await import('../../../src/formats/otlp/index.ts')).otlpFormat;
  } catch {
    isAbsent = true;
  }
}

export const otlpFormat: Format = {
  id: 'otlp',
  title: 'OpenTelemetry profiles (OTLP)',
  sniff: (head, isWhole) => {
    if (isAbsent || !isMaybeOtlp(head)) return false;
    if (real === undefined) throw new MissingModule(load);
    return real.sniff(head, isWhole);
  },
  open: (options) => (real as Format).open(options),
};

/** Every beginning that the real format goes by, and more. */
function isMaybeOtlp(head: Uint8Array): boolean {
  return head[0] === 0x0a || /^\s*\{/.test(new TextDecoder('latin1').decode(head.subarray(0, 256)));
}
