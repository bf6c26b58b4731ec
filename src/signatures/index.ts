/**
 * The registry of signature packs, alphabetical. Within a book the first fit counts, so idle shapes come last only
 * because detectors ask for them by verdict.
 */
import type {Signature} from '../model/signature.ts';
import {KUBERNETES} from './kubernetes.ts';

export const SIGNATURES: readonly Signature[] = [...KUBERNETES];
