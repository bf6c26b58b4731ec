/**
 * Hashing or checksums take the CPU.
 */
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';
import {folderWalks} from './support/sole-purpose.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.3};

/** By identity name; Go releases move these functions about, so the list is wide. */
const WORK =
  /^(?:crypto\/(?:sha1|sha256|sha512|md5|internal\/fips140\/sha\w+)\.|hash\/(?:crc32|crc64|fnv|adler32|maphash)\.|github\.com\/(?:cespare\/xxhash|spaolacci\/murmur3|minio\/(?:sha256-simd|highwayhash|md5-simd))|github\.com\/davecgh\/go-spew\/)/;

export const hashHeavy: Detector = {
  id: 'hash-heavy',
  title: sayLater('Hashing or checksums take the CPU'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'hash-heavy',
        pattern: WORK,
        phrase: sayLater('hashing'),
        cause: sayLater(
          'The same content is hashed again and again, or large objects are hashed where a version number would do.',
        ),
        advice: [
          sayLater('Keep the hash beside the content and renew it when the content changes.'),
          sayLater('Compare versions or sizes first; hash only what changed.'),
        ],
        causes: [
          {
            pattern: folderWalks,
            least: 0.8,
            phrase: sayLater('hashing files on a walk through folders'),
            isPurpose: true,
          },
          {
            pattern: /^github\.com\/davecgh\/go-spew\//,
            phrase: sayLater('printing objects to hash them'),
            cause: sayLater('The object is printed by reflection, all of it, to compare it with an earlier one.'),
            advice: [
              sayLater('Compare versions (resourceVersion, generation), or the serialised form that is there already.'),
            ],
          },
          {
            pattern: /^hash\/(?:crc32|crc64|adler32)\./,
            phrase: sayLater('checksums'),
            cause: sayLater(
              'Each block read or written is checked; at this share the blocks are many or read again and again.',
            ),
            advice: [
              sayLater('Read less: keep hot blocks in a cache after their check, and make larger reads.'),
              sayLater(
                'See whether the platform has the instruction for it: crc32 with the Castagnoli table is fastest on amd64 and arm64.',
              ),
            ],
          },
          {
            pattern:
              /^(?:crypto\/(?:sha\w+|md5|internal\/fips140\/sha\w+)|github\.com\/minio\/(?:sha256-simd|md5-simd))\./,
            phrase: sayLater('cryptographic hashes of content'),
            cause: sayLater(
              'SHA and MD5 go over every byte; whole bodies or files are hashed, or the same ones again.',
            ),
            advice: [
              sayLater(
                'Hash while the content passes (io.TeeReader) and keep the result beside it; never hash the same content twice.',
              ),
              sayLater(
                'Where nobody has to be kept from forging it, a plain hash (hash/maphash, xxhash) is ten times cheaper.',
              ),
              sayLater('For hashes of many small values, reuse the hash.Hash and avoid fmt to build its input.'),
            ],
          },
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
