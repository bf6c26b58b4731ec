/**
 * All that is known, for inputs with goroutines.
 */

import {DETECTORS} from '../../src/detectors/index.ts';
import type {Knowledge} from '../../src/diagnose.ts';
import {SIGNATURES} from '../../src/signatures/index.ts';

export const GOROUTINE_KNOWLEDGE: Knowledge = {detectors: DETECTORS, signatures: SIGNATURES};
