/**
 * A loop around a select that always finds a case ready, or has a default.
 */
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';

/** Programs that live on channels spend a tenth or two on select. */
const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.5, callerShare: 0.5};

const WORK = /^runtime\.(?:selectgo|selectgoImpl|sellock|selunlock|selectnbrecv2?|selectnbsend)$/;

export const busySelect: Detector = {
  id: 'busy-select',
  title: sayLater('A loop spins around a select that never waits'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'busy-select',
        pattern: WORK,
        phrase: sayLater('select statements that do not wait'),
        cause: sayLater(
          'A select in a loop costs this much only when a case is ready every time: a closed channel, a default, a ticker that is too fast.',
        ),
        advice: [
          sayLater('Look for a `default` case in a loop, and let the select wait instead.'),
          sayLater(
            'Look for a channel that is closed: a receive from it is always ready; check `v, ok := <-ch` and set the variable to nil, or return.',
          ),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
