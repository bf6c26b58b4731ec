/**
 * Compression takes the CPU.
 */
import type {Detector} from './detector.ts';
import {COSTLY_LIMITS, type CostlyLimits, costlyFindings} from './support/costly-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.4};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^(?:compress\/(?:flate|gzip|zlib|bzip2|lzw)\.|github\.com\/(?:klauspost\/compress|golang\/snappy|pierrec\/lz4|DataDog\/zstd))/;

export const compressionHeavy: Detector = {
  id: 'compression-heavy',
  title: 'Compression takes the CPU',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'compression-heavy',
        pattern: WORK,
        phrase: 'compressing or inflating',
        cause: 'Compression of every response or message pays only on slow links.',
        advice: [
          'Lower the level (gzip.BestSpeed), or do not compress small or local traffic.',
          'Reuse writers (sync.Pool and Reset): a new flate.Writer alone costs a megabyte.',
          'Cache what is compressed again and again.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
