/**
 * What findings say, in every labelled case at hand: whole sentences, evidence with names, advice.
 */
import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {SEVERITIES} from '../../src/model/finding.ts';
import {samplesSet, variantsSet} from '../accuracy/sets.ts';

const CASES = [...samplesSet().cases, ...variantsSet().cases];

/** One text in which nothing is missing: a value that was lost, or a part that is empty. */
const WHOLE = /^(?!.*(?:\s{2}|undefined|NaN))\S(?:.*\S)?$/;

test.each(CASES)('$name: findings speak in whole sentences', ({options, read}) => {
  for (const finding of analyze(read(), options).findings) {
    const {advice, culprit, evidence, explains, fingerprint, title, why} = finding;
    expect(SEVERITIES).toContain(finding.severity);
    expect(['proven', 'likely', 'possible']).toContain(finding.evidenceLevel);
    expect(finding.signature).not.toBe('');
    expect(finding.weight).toBeGreaterThanOrEqual(0);
    expect(finding.weight).toBeLessThanOrEqual(1);
    expect(explains.length).toBeGreaterThan(0);
    for (const reference of finding.references) expect(reference).toMatch(/^https:\/\/\S+$/);
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
    for (const {label, stack = ['-'], text, unit, value} of evidence) {
      expect(unit).not.toBe('');
      expect(stack.every((name) => name !== '')).toBe(true);
      expect(stack.length).toBeGreaterThan(0);
      expect(label).toMatch(WHOLE);
      expect(text ?? String(value)).toMatch(WHOLE);
    }
  }
});
