/**
 * What is known of values, for profiles without goroutines. The build puts the outcome in the place of this file.
 */
import type {Signature} from '../../../src/model/signature.ts';
import {SIGNATURES} from '../../../src/signatures/index.ts';

const isOfValues = ({verdict}: Signature): boolean => verdict === 'heap' || verdict === 'cpu';

export const VALUE_SIGNATURES: readonly Signature[] = SIGNATURES.filter(isOfValues);

/** Of the whole registry, in its order: which are those above. */
export const IS_OF_VALUES: readonly boolean[] = SIGNATURES.map(isOfValues);
