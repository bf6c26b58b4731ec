/**
 * All that is known, for inputs with goroutines.
 */
import {DETECTORS} from '../../../src/detectors/index.ts';
import type {Knowledge} from '../../../src/diagnose.ts';
import {SIGNATURES} from './all-signatures.ts';

export const GOROUTINE_KNOWLEDGE: Knowledge = {detectors: DETECTORS, signatures: SIGNATURES};
