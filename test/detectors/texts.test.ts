/**
 * What findings say, in every labelled case at hand: whole sentences, evidence with names, advice.
 */
import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {samplesSet, variantsSet} from '../accuracy/sets.ts';

const CASES = [...samplesSet().cases, ...variantsSet().cases];

/** One text in which nothing is missing: a value that was lost, or a part that is empty. */
const WHOLE = /^(?!.*(?:\s{2}|undefined|NaN))\S(?:.*\S)?$/;

test.each(CASES)('$name: findings speak in whole sentences', ({options, read}) => {
  for (const {advice, culprit, evidence, explains, fingerprint, title, why} of analyze(read(), options).findings) {
    expect(title).toMatch(WHOLE);
    expect(why).toMatch(WHOLE);
    expect(why).toMatch(/[.)]$/);
    expect(advice.length).toBeGreaterThan(0);
    for (const step of advice) {
      expect(step).toMatch(WHOLE);
      expect(step).toMatch(/[.)`]$/);
    }
    expect(culprit.function).not.toBe('');
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    for (const key of explains) expect(key).toMatch(/^[a-z-]+:./);
    expect(evidence.length).toBeGreaterThan(0);
    for (const {label, text, value} of evidence) {
      expect(label).toMatch(WHOLE);
      expect(text ?? String(value)).toMatch(WHOLE);
    }
  }
});
