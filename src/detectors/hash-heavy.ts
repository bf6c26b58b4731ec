/**
 * Hashing or checksums take the CPU.
 */
import type {Detector} from './detector.ts';
import {COSTLY_LIMITS, type CostlyLimits, costlyFindings} from './support/costly-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.3};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^(?:crypto\/(?:sha1|sha256|sha512|md5|internal\/fips140\/sha\w+)\.|hash\/(?:crc32|crc64|fnv|adler32|maphash)\.|github\.com\/(?:cespare\/xxhash|spaolacci\/murmur3|minio\/(?:sha256-simd|highwayhash|md5-simd))|github\.com\/davecgh\/go-spew\/)/;

export const hashHeavy: Detector = {
  id: 'hash-heavy',
  title: 'Hashing or checksums take the CPU',
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'hash-heavy',
        pattern: WORK,
        phrase: 'hashing',
        cause:
          'The same content is hashed again and again, or large objects are hashed where a version number would do.',
        advice: [
          'Keep the hash beside the content and renew it when the content changes.',
          'Compare versions or sizes first; hash only what changed.',
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
