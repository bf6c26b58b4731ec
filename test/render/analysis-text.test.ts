/**
 * What the text report says besides its findings.
 */
import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {findingsText} from '../../src/cli/knowledge/explanations.ts';
import {renderFindingsHtml} from '../../src/render/html/findings.ts';
import {renderAnalysisMarkdown} from '../../src/render/markdown/analysis.ts';
import {renderAnalysisText} from '../../src/render/text/analysis.ts';
import {PLAIN} from '../../src/render/words/style.ts';
import {dump, readIncident} from '../support/incident-text.ts';

const report = (line: string): string => {
  const {findings, subject, suppressed} = analyze([readIncident(dump([line]))]);
  return renderAnalysisText(subject, findings, suppressed, PLAIN);
};

test('a report shows the 50 most urgent findings and counts the others', () => {
  const waits = Array.from({length: 60}, (_, i) => `[sync.Mutex.Lock, 90 minutes] main.wait${i}(0x1) by main.serve`);
  const {findings, subject, suppressed} = analyze([readIncident(dump(waits))]);
  expect(findings).toHaveLength(60);
  const text = renderAnalysisText(subject, findings, suppressed, PLAIN);
  expect(text.match(/^(?:CRITICAL|WARNING|INFO) /gm)).toHaveLength(50);
  expect(text).toContain('… 10 more findings (--format json lists all)');
  const markdown = renderAnalysisMarkdown(subject, findings);
  expect(markdown.match(/^## \d/gm)).toHaveLength(50);
  expect(markdown).toContain('… 10 more findings.');
  const html = renderFindingsHtml(subject, findings);
  expect(html.match(/<article/g)).toHaveLength(50);
  expect(html).toContain('… 10 more findings');
});

test('a dump with a leak says which Go can prove it; one of a wait that no runtime can prove does not', () => {
  expect(report('[chan send, 90 minutes] main.push(0x1) by main.serve *400')).toContain('Go 1.27 can prove the leak');
  expect(report('[IO wait, 90 minutes] main.read(0x1) by main.serve *400')).not.toContain('Go 1.27');
  expect(report('[chan send (leaked), 90 minutes] main.push(0x1) by main.serve *400')).not.toContain('Go 1.27');
});

test('an explanation of more than 50 findings shows 50 and counts the others', () => {
  const waits = Array.from({length: 60}, (_, i) => `[sync.Mutex.Lock, 90 minutes] main.wait${i}(0x1) by main.serve`);
  const {findings} = analyze([readIncident(dump(waits))]);
  const text = findingsText(findings, 'deadlock', PLAIN);
  expect(text.match(/^(?:CRITICAL|WARNING|INFO) /gm)).toHaveLength(50);
  expect(text).toContain('… 10 more findings (analyze --format json lists all)');
  expect(() => findingsText(findings, 'nothing', PLAIN)).toThrow(/10 more findings/);
});
