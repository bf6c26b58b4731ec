/**
 * Objects with finalizers pile up: they are made faster than one goroutine can finalize them.
 */

import {MIB} from '../analysis/case/profile-values.ts';
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {pileFindings} from './support/heap-makers.ts';

const LIMITS = {
  /** At some 50 bytes each this is hundreds of thousands. */
  bytes: 16 * MIB,
  share: 0.1,
};

export const finalizerQueue: Detector = {
  id: 'finalizer-queue',
  title: sayLater('Objects with finalizers pile up'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: pileFindings(
      subject,
      {
        id: 'finalizer-queue',
        makers: /^runtime\.(?:SetFinalizer|addfinalizer|queuefinalizer|createfing|AddCleanup\S*|addCleanup)$/,
        plural: sayLater('finalizer records'),
        bytesEach: 48,
        cause: sayLater(
          'One goroutine runs all finalizers, and an object with one lives through at least two collections; a finalizer that blocks keeps all of them.',
        ),
        advice: [
          sayLater('Look at the finalizer goroutine in a dump: what runs above runtime.runfinq blocks all others.'),
          sayLater('Close what has a Close instead of leaving it to the finalizer: files, connections, cgo handles.'),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
