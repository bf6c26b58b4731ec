/**
 * The core of the registry of signatures, put together again from its two parts. The build puts this file in the place of
 * the registry; signatures of the field come with the page's options.
 */
import type {Signature} from '../../../src/model/signature.ts';
import {OTHER_SIGNATURES} from './other-signatures.ts';
import {IS_OF_VALUES, VALUE_SIGNATURES} from './value-signatures.ts';

export const SIGNATURES: readonly Signature[] = inOrder();

function inOrder(): Signature[] {
  let value = 0;
  let other = 0;
  return IS_OF_VALUES.map((isOfValues) => (isOfValues ? VALUE_SIGNATURES[value++] : OTHER_SIGNATURES[other++]));
}
