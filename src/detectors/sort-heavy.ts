/**
 * Sorting takes the CPU.
 */
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';
import {longSorts} from './support/sole-purpose.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.3};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^(?:sort|slices)\.(?:Sort\w*|Slice\w*|Stable\w*|Strings|quickSort\w*|pdq\w*|insertionSort\w*|heapSort\w*|heapDown\w*|doPivot\w*|symMerge\w*|stable\w*|choosePivot\w*|partition\w*|siftDown\w*|medianOf\w*|rotate\w*|swapRange\w*)(?:\[\.\.\.\])?$/;

export const sortHeavy: Detector = {
  id: 'sort-heavy',
  title: sayLater('Sorting takes the CPU'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'sort-heavy',
        pattern: WORK,
        phrase: sayLater('sorting'),
        causes: [
          {
            pattern: longSorts,
            phrase: sayLater('sorting long lists'),
            isPurpose: true,
          },
        ],
        cause: sayLater('A list that is sorted again after each small change costs n log n every time.'),
        advice: [
          sayLater('Keep the list sorted: insert at the right place, or use a heap or an index.'),
          sayLater('Sort once per batch, not per item; compare cheap keys.'),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
