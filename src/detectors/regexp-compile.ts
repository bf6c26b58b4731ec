/**
 * Regular expressions are compiled again and again.
 */
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.15};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^regexp(?:\/syntax)?\.(?:MustCompile|Compile|CompilePOSIX|MustCompilePOSIX|compile|Parse|MatchString|Match|parse|\(\*parser\)\.\w+|\(\*compiler\)\.\w+|\(\*Regexp\)\.(?:Simplify|CapNames|MaxCap)|compileOnePass|onePassCopy|makeOnePass|simplify1|Compile)$/;

export const regexpCompile: Detector = {
  id: 'regexp-compile',
  title: sayLater('Regular expressions are compiled again and again'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'regexp-compile',
        pattern: WORK,
        phrase: sayLater('compiling regular expressions'),
        cause: sayLater('Compiling costs thousands of times more than matching, and the pattern seldom changes.'),
        advice: [
          sayLater('Compile once: a package variable with regexp.MustCompile, or a cache keyed by the pattern.'),
          sayLater('regexp.MatchString compiles at every call: replace it by a compiled Regexp.'),
          sayLater('For fixed prefixes and substrings use the strings package.'),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
