import {describe, expect, it} from 'vitest';
import {openReport} from '../../../src/analysis/reports/report.ts';
import {trimmedGraph} from '../../../src/analysis/reports/report-graph.ts';
import {DEFAULT_REPORT_SETTINGS} from '../../../src/analysis/reports/report-settings.ts';
import {renderCallGraphSvg} from '../../../src/render/svg/call-graph.ts';
import {profileOf} from '../../support/stacks.ts';

function draw(frames: readonly string[]): string {
  const report = openReport(profileOf([{frames, values: [7]}]), 'dot', DEFAULT_REPORT_SETTINGS);
  return renderCallGraphSvg(report, trimmedGraph(report));
}

describe('the picture of a call graph', () => {
  it('has a box per function and an arrow per call', () => {
    const svg = draw(['main', 'work', 'leaf']);
    expect(svg.match(/class="box"/g)).toHaveLength(3);
    expect(svg.match(/marker-end/g)).toHaveLength(2);
    expect(svg).toContain('0 of 7 (100%)');
  });

  it('draws recursion once', () => {
    expect(draw(['main', 'work', 'work', 'work']).match(/marker-end/g)).toHaveLength(1);
  });

  it('lets no name become markup', () => {
    const svg = draw(['main', 'quote"and&more>']);
    expect(svg).toContain('quote&quot;and&amp;more&gt;');
    expect(svg).not.toContain('quote"');
  });

  it('stands alone: no script, nothing fetched', () => {
    expect(draw(['main'])).not.toMatch(/<script|href=|url\(http/);
  });
});
