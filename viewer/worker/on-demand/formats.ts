/**
 * Stands for the registry of formats in the page's worker: protobuf is here, everything else comes when the first bytes
 * are not plainly Go's protobuf. The build puts this file in the place of the registry.
 */
import type {Format} from '../../../src/formats/format.ts';
import {pprofFormat} from '../../../src/formats/pprof/index.ts';
import {MissingPart} from './missing-part.ts';

const clearlyPprof: Format = {
  ...pprofFormat,
  sniff: (head, isWhole) => {
    if (isClearlyPprof(head, isWhole)) return true;
    throw new MissingPart(loadAll);
  },
};

export let FORMATS: readonly Format[] = [clearlyPprof];

/** A byte below eight stands in no text; some formats look for their words behind anything. */
function isClearlyPprof(head: Uint8Array, isWhole: boolean): boolean {
  if (!pprofFormat.sniff(head, isWhole) || !head.some((byte) => byte < 8)) return false;
  return !/profile:|---|goroutine /.test(new TextDecoder('latin1').decode(head));
}

async function loadAll(): Promise<void> {
  FORMATS = (await import('../../../src/formats/index.ts')).FORMATS;
}
