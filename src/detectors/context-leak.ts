/**
 * Contexts that are made and never cancelled: each stays in the list of its parent.
 */

import {MIB} from '../analysis/case/profile-values.ts';
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {pileFindings} from './support/heap-makers.ts';

const LIMITS = {
  /** At some 100 bytes each this is a hundred thousand contexts and more. */
  bytes: 16 * MIB,
  share: 0.15,
};

const MAKERS =
  /^context\.(?:WithCancel\w*|WithDeadline\w*|WithTimeout\w*|WithValue|AfterFunc|withCancel|newCancelCtx|propagateCancel|\(\*cancelCtx\)\.(?:propagateCancel|Done))$/;

export const contextLeak: Detector = {
  id: 'context-leak',
  title: sayLater('Contexts are made and never cancelled'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: pileFindings(
      subject,
      {
        id: 'context-leak',
        makers: MAKERS,
        plural: sayLater('contexts'),
        bytesEach: 112,
        cause: sayLater(
          'A context that is not cancelled stays registered with its parent for as long as the parent lives.',
        ),
        advice: [
          sayLater(
            'Call the cancel function of every WithCancel, WithTimeout and WithDeadline: `defer cancel()`; go vet finds lost ones.',
          ),
          sayLater(
            'Do not derive contexts in a loop from one that lives as long as the process, nor wrap a context in itself again and again.',
          ),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
