/**
 * Encoding and decoding JSON takes the CPU.
 */
import {JSON_CODING} from '../analysis/names/codec-work.ts';
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {costlyFindings} from './support/costly-work.ts';
import {COSTLY_LIMITS, type CostlyLimits} from './support/found-work.ts';

const LIMITS: CostlyLimits = {...COSTLY_LIMITS, share: 0.4};

export const jsonHeavy: Detector = {
  id: 'json-heavy',
  title: sayLater('Encoding and decoding JSON takes the CPU'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: costlyFindings(
      subject,
      {
        id: 'json-heavy',
        pattern: JSON_CODING,
        phrase: sayLater('encoding and decoding JSON'),
        causes: [
          {
            pattern:
              /^encoding\/json\.(?:Indent|appendIndent|Compact|appendCompact|compact|checkValid|Valid|HTMLEscape)$/,
            phrase: sayLater('checking or reformatting JSON that is there already'),
            cause: sayLater('Raw messages are scanned byte by byte to check or indent them.'),
            advice: [
              sayLater(
                'Pass on json.RawMessage without decoding and encoding it again; do not indent what machines read.',
              ),
              sayLater('Decode a stream with one json.Decoder: Unmarshal scans everything twice.'),
            ],
          },
          {
            pattern:
              /^encoding\/json\.\(\*decodeState\)\.(?:valueInterface|objectInterface|arrayInterface|literalInterface)$/,
            phrase: sayLater('decoding JSON into maps'),
            cause: sayLater('Decoded into any value, each key and each number is an object of its own.'),
            advice: [
              sayLater('Decode into typed structs instead of map[string]interface{}.'),
              sayLater('Keep what only passes through as json.RawMessage.'),
            ],
          },
        ],
        alone: 0.8,
        cause: sayLater('Each message is built and taken apart by reflection; large or repeated ones add up.'),
        advice: [
          sayLater('Encode less: cache the encoded form, send differences, page large lists.'),
          sayLater('Use protobuf where both sides can (in Kubernetes: Accept application/vnd.kubernetes.protobuf).'),
          sayLater('Decode into typed structs instead of map[string]interface{}.'),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
