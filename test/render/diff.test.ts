import {describe, expect, it} from 'vitest';
import {compareProfiles} from '../../src/analysis/compare/compare.ts';
import {compareTree} from '../../src/analysis/compare/tree.ts';
import {diffProfiles} from '../../src/diff.ts';
import type {Profile} from '../../src/model/profile.ts';
import {renderDiffHtml} from '../../src/render/html/diff.ts';
import {renderDiffMarkdown} from '../../src/render/markdown/diff.ts';
import {type DiffWidth, renderDiffSvg} from '../../src/render/svg/diff.ts';
import {renderDiffText} from '../../src/render/text/diff.ts';
import {deltaText, ratioText, verdictSentence} from '../../src/render/words/diff-words.ts';
import {PLAIN} from '../../src/render/words/style.ts';
import {profileOf} from '../support/folded-profile.ts';
import {dump, readIncident} from '../support/incident-text.ts';

const OPTIONS = {nodeCount: 15, fullNames: false};

function svg(before: Profile, after: Profile, boxWidth: DiffWidth): string {
  const comparison = compareProfiles([before], [after]);
  const {rows} = comparison.types[0];
  const moved = new Set(rows.filter(({cum}) => cum.change !== 'unchanged').map(({row}) => row));
  return renderDiffSvg(compareTree(comparison, 0), {width: 1200, boxWidth, moved, title: 'T', subtitle: 'S'});
}

/** Fill and width of the box of a function. */
function boxOf(picture: string, name: string): {fill: string; width: number; isHatched: boolean} {
  const group = picture.split('<g>').find((part) => part.startsWith(`<title>${name}`)) ?? '';
  const [, fill, width] = /<rect fill="(#[0-9a-f]+)" [^>]*width="([0-9.]+)"/.exec(group) ?? [];
  return {fill: fill ?? '', width: Number(width), isHatched: group.includes('class="hatch"')};
}

describe('diff words', () => {
  it('ratios read as percent, and as a factor from fourfold on', () => {
    const pair = {delta: 0, bound: 0, change: 'grown' as const};
    expect(ratioText({...pair, before: 100, after: 8})).toBe('-92%');
    expect(ratioText({...pair, before: 1000, after: 1})).toBe('-99.9%');
    expect(ratioText({...pair, before: 100, after: 104.5})).toBe('+4.5%');
    expect(ratioText({...pair, before: 100, after: 1200})).toBe('×12');
    expect(ratioText({...pair, before: 0, after: 1200})).toBe('');
  });

  it('deltas carry their sign', () => {
    expect([deltaText(-2048, 'bytes'), deltaText(7, 'count'), deltaText(0, 'count')]).toEqual(['-2kB', '+7', '0']);
  });

  it('a change within noise is called that', () => {
    const diff = diffProfiles([profileOf(['main.main 100'])], [profileOf(['main.main 104'])]);
    expect(verdictSentence(diff)).toBe(
      'unchanged: nothing moved beyond noise; CPU samples 100 → 104 (+4.0%, within noise)',
    );
  });
});

describe('diff text', () => {
  it('names from files cannot reach the terminal raw', () => {
    const evil = 'main.\u001b[31mwork\r\n';
    const text = renderDiffText(
      diffProfiles([profileOf(['main.main 1'])], [profileOf([`main.main;${evil} 900`])]),
      OPTIONS,
      PLAIN,
    );
    expect(text).not.toMatch(/[\u001b\r]/);
    expect(text).toContain('\\x1b[31m');
  });
});

describe('of more than 50 findings', () => {
  const waits = Array.from({length: 60}, (_, i) => `[sync.Mutex.Lock, 90 minutes] main.wait${i}(0x1) by main.serve`);
  const diff = diffProfiles([readIncident(dump(waits))], [readIncident(dump(waits))]);

  it('50 are shown and the others counted', () => {
    const text = renderDiffText(diff, OPTIONS, PLAIN);
    expect(text.match(/still there critical/g)).toHaveLength(50);
    expect(text).toContain('… 10 more findings (--nodecount 0 shows all)');
    const markdown = renderDiffMarkdown(diff);
    expect(markdown.match(/- \*\*still there/g)).toHaveLength(50);
    expect(markdown).toContain('- … 10 more findings');
    const html = renderDiffHtml(diff);
    expect(html.match(/<li><strong>/g)).toHaveLength(50);
    expect(html).toContain('<li>… 10 more findings</li>');
  });

  it('all are shown by --nodecount 0', () => {
    expect(renderDiffText(diff, {...OPTIONS, nodeCount: 0}, PLAIN).match(/still there critical/g)).toHaveLength(60);
  });
});

describe('diff markdown', () => {
  it('has the verdict in its first line and no live markup of a name', () => {
    const before = profileOf(['main.main 1']);
    const after = profileOf(['main.main;main.a|b`<img src=x>@someone 900']);
    const markdown = renderDiffMarkdown(diffProfiles([before], [after]));
    const [head, ...rest] = markdown.split('\n');
    expect(head).toMatch(/^### ❌ worse: /);
    expect(head).not.toMatch(/<|(?<!\\)@|(?<!\\)`/);
    const row = rest.find((line) => line.startsWith('| `main.a')) ?? '';
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
    expect(row.split('`')).toHaveLength(3);
  });
});

describe('diff html', () => {
  it('has the verdict as its heading and no live markup of a name', () => {
    const after = profileOf(['main.main;main.a<img src=x>&b 900']);
    const html = renderDiffHtml(diffProfiles([profileOf(['main.main 1'])], [after]));
    expect(html).toMatch(/<h1 class="verdict">worse: /);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x&gt;&amp;b');
  });
});

describe('diff picture', () => {
  const before = profileOf(['main.main;main.less 900', 'main.main;main.gone 300', 'main.main;main.same 400']);
  const after = profileOf(['main.main;main.less 100', 'main.main;main.came 600', 'main.main;main.same 404']);

  it('less is blue, more is orange, what stayed within noise is grey', () => {
    const picture = svg(before, after, 'both');
    expect(boxOf(picture, 'main.less').fill).toBe('#6baed6');
    expect(boxOf(picture, 'main.same').fill).toBe('#e4e6e9');
    const orange = boxOf(picture, 'main.came').fill;
    expect(Number.parseInt(orange.slice(1, 3), 16)).toBeGreaterThan(Number.parseInt(orange.slice(5, 7), 16));
  });

  it('new and gone frames are hatched', () => {
    const picture = svg(before, after, 'both');
    const hatched = ['main.came', 'main.gone', 'main.less'].map((name) => boxOf(picture, name).isHatched);
    expect(hatched).toEqual([true, true, false]);
  });

  it.each([
    ['before', 900 / 1600],
    ['after', 100 / 1104],
    ['both', 900 / (900 + 300 + 404 + 600)],
  ] as const)('boxes are as wide as the side chosen: %s', (side, share) => {
    expect(boxOf(svg(before, after, side), 'main.less').width).toBeCloseTo(1180 * share - 0.5, 1);
  });

  it('the legend tells numbers', () => {
    expect(svg(before, after, 'both')).toMatch(/less -800<[\s\S]*\+800 more</);
  });
});
