/**
 * What else is known: the signatures that are not in value-signatures.ts, in the order of the registry. The build puts the
 * outcome in the place of this file.
 */
import type {Signature} from '../../../src/model/signature.ts';
import {CORE_SIGNATURES} from '../../../src/signatures/index.ts';
import {IS_OF_VALUES} from './value-signatures.ts';

export const OTHER_SIGNATURES: readonly Signature[] = CORE_SIGNATURES.filter((_, place) => !IS_OF_VALUES[place]);
