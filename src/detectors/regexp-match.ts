/**
 * Regular expression matching takes the CPU.
 */
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.3};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^regexp\.(?:\(\*(?:machine|Regexp|bitState|onePassInputs|inputString|inputBytes|queue)\)\.\w+|\(\*Regexp\)\.\w+)$/;

export const regexpMatch: Detector = {
  id: 'regexp-match',
  title: sayLater('Regular expression matching takes the CPU'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'regexp-match',
        pattern: WORK,
        phrase: sayLater('matching regular expressions'),
        causes: [
          {
            pattern: /^regexp\.\(\*Regexp\)\.Find(?:All)?(?:String)?Submatch(?:Index)?$/,
            phrase: sayLater('taking text apart with regular expressions'),
            isPurpose: true,
          },
        ],
        cause: sayLater(
          'Go matches in time linear to the input, but with a large constant; many patterns times many inputs add up.',
        ),
        advice: [
          sayLater(
            'Match less: test a cheap prefix or strings.Contains first, cache results, or combine the patterns into one.',
          ),
          sayLater('Look for a pattern list that is tried one by one for each input.'),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
