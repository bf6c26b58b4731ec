/**
 * What is known of values, for profiles without goroutines. The build puts the outcome in the place of this file.
 */
import type {Signature} from '../../../src/model/signature.ts';
import {CORE_SIGNATURES} from '../../../src/signatures/index.ts';

const isOfValues = ({verdict}: Signature): boolean => verdict === 'heap' || verdict === 'cpu';

export const VALUE_SIGNATURES: readonly Signature[] = CORE_SIGNATURES.filter(isOfValues);

/** For each signature of the core registry, in its order: whether it is one of those above. */
export const IS_OF_VALUES: readonly boolean[] = CORE_SIGNATURES.map(isOfValues);
