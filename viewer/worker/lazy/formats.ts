/**
 * Replaces the registry of formats in the page's worker: only protobuf is built in; the others load when the first bytes
 * are not clearly Go's protobuf. The build makes the replacement.
 */
import type {Format} from '../../../src/formats/format.ts';
import {pprofFormat} from '../../../src/formats/pprof/index.ts';
import {MissingModule} from './missing-module.ts';

const clearlyPprof: Format = {
  ...pprofFormat,
  sniff: (head, isWhole) => {
    if (isClearlyPprof(head, isWhole)) return true;
    throw new MissingModule(loadAll);
  },
};

export let FORMATS: readonly Format[] = [clearlyPprof];

/**
 * A byte below eight in a complete line: no text format accepts such a line except as a comment. Some formats look for
 * their keywords anywhere.
 */
function isClearlyPprof(head: Uint8Array, isWhole: boolean): boolean {
  if (!pprofFormat.sniff(head, isWhole)) return false;
  const text = new TextDecoder('latin1').decode(head);
  const lines = text.split('\n');
  if (!isWhole && lines.length > 1) lines.pop();
  return lines.some((line) => /^(?!#).*[\0-\x07]/s.test(line)) && !/profile:|---|goroutine /.test(text);
}

async function loadAll(): Promise<void> {
  FORMATS = (await import('../../../src/formats/index.ts')).FORMATS;
}
