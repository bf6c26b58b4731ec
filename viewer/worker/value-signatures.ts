/**
 * What is known of values, for profiles without goroutines. The build puts the outcome in the place of this file.
 */
import type {Signature} from '../../src/model/signature.ts';
import {SIGNATURES} from '../../src/signatures/index.ts';

export const VALUE_SIGNATURES: readonly Signature[] = SIGNATURES.filter(
  ({verdict}) => verdict === 'heap' || verdict === 'cpu',
);
