/**
 * Cause and consequence in one dump, and forms that leave half of it out: the first finding names the cause.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {readIncident} from '../support/incident-text.ts';
import {MIXED} from './cases/mixed.ts';

describe('the first finding names the cause', () => {
  test.each(MIXED)('%s', (_, text, finding) => {
    const [first] = analyze([readIncident(text)]).findings;
    expect(`${first?.id} ${first?.culprit.function}`).toMatch(finding);
  });
});
