/**
 * Compression takes the CPU.
 */
import {COMPRESSION} from '../analysis/names/codec-work.ts';
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.4};

export const compressionHeavy: Detector = {
  id: 'compression-heavy',
  title: sayLater('Compression takes the CPU'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'compression-heavy',
        pattern: COMPRESSION,
        phrase: sayLater('compressing or inflating'),
        alone: 0.8,
        cause: sayLater('Compression of every response or message pays only on slow links.'),
        causes: [
          {
            pattern:
              /^(?:compress\/(?:flate|gzip|zlib)\.(?:NewWriter\w*|newDeflateFast|\(\*compressor\)\.(?:init|reset)|\(\*Writer\)\.Reset)|compress\/flate\.newHuffmanBitWriter)$/,
            phrase: sayLater('making compressors'),
            cause: sayLater('A new flate.Writer clears a megabyte of tables before it compresses the first byte.'),
            advice: [
              sayLater('Reuse writers: a sync.Pool of gzip.Writer with Reset.'),
              sayLater('Do not compress small messages.'),
            ],
          },
          {
            pattern:
              /^(?:compress\/(?:flate\.\(\*(?:decompressor|inflate\w*|dictDecoder)\)|flate\.NewReader|(?:gzip|zlib)\.\(\*[rR]eader\)|(?:gzip|zlib)\.NewReader)|github\.com\/(?:klauspost\/compress\/\w+\.\(\*(?:[dD]ecoder|decompressor|blockDec)\)|golang\/snappy\.(?:[dD]ecode|\(\*Reader\))))/,
            phrase: sayLater('inflating compressed content'),
            isOrdinary: true,
            cause: sayLater('The same content is inflated again and again, or much of it for little use.'),
            advice: [
              sayLater('Keep inflated what is read often.'),
              sayLater('Read less of it: filter by an index before inflating.'),
            ],
          },
        ],
        advice: [
          sayLater('Lower the level (gzip.BestSpeed), or do not compress small or local traffic.'),
          sayLater('Reuse writers (sync.Pool and Reset): a new flate.Writer alone costs a megabyte.'),
          sayLater('Cache what is compressed again and again.'),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
