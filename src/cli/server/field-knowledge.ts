/**
 * Signatures that a page is given, since it carries those of the core alone: all of the field for a served page, which may
 * be asked to open anything, and those that may apply to its inputs for a report, which is to stay small.
 */
import {mayApply} from '../../analysis/knowledge/signature-match.ts';
import {NONE} from '../../base/columns.ts';
import {functionName, type Profile} from '../../model/profile.ts';
import type {Signature} from '../../model/signature.ts';
import type {PageOptions} from '../../render/html/page.ts';
import {FIELD_SIGNATURES} from '../../signatures/index.ts';

/** The options with signatures of the field after those of the user, as in the registry. */
export function withFieldKnowledge(options: PageOptions, inputs?: readonly Profile[]): PageOptions {
  const known = inputs === undefined ? FIELD_SIGNATURES : mayApply(FIELD_SIGNATURES, functionsOf(inputs));
  return {...options, signatures: [...(options.signatures ?? []), ...known.map(withoutProof)]};
}

/** Names of all functions, and of those that only started goroutines. */
function functionsOf(inputs: readonly Profile[]): string[] {
  return inputs.flatMap((profile) => [
    ...Array.from({length: profile.functions.name.length}, (_, fn) => functionName(profile, fn)),
    ...[...new Set(profile.goroutines?.createdBy)].filter((row) => row !== NONE).map((row) => profile.strings.at(row)),
  ]);
}

/** Tests read the examples, pages do not. */
function withoutProof(signature: Signature): Signature {
  return {...signature, hits: [], misses: []};
}
