/**
 * What the text report says besides its findings.
 */
import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {renderAnalysisText} from '../../src/render/text/analysis.ts';
import {PLAIN} from '../../src/render/words/style.ts';
import {dump, readIncident} from '../support/incident-text.ts';

const report = (line: string): string => {
  const {findings, subject, suppressed} = analyze([readIncident(dump([line]))]);
  return renderAnalysisText(subject, findings, suppressed, PLAIN);
};

test('a dump with a leak says which Go can prove it; one of a wait that no runtime can prove does not', () => {
  expect(report('[chan send, 90 minutes] main.push(0x1) by main.serve *400')).toContain('Go 1.27 can prove the leak');
  expect(report('[IO wait, 90 minutes] main.read(0x1) by main.serve *400')).not.toContain('Go 1.27');
  expect(report('[chan send (leaked), 90 minutes] main.push(0x1) by main.serve *400')).not.toContain('Go 1.27');
});
