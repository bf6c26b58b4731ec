/**
 * Words that would contradict the numbers beside them, and commands that nobody could copy.
 */
import {describe, expect, test} from 'vitest';
import {cpuWhere} from '../../src/analysis/evidence/cpu-evidence.ts';
import {analyze} from '../../src/analyze.ts';
import {diffProfiles} from '../../src/diff.ts';
import type {Profile} from '../../src/model/profile.ts';
import {renderDiffText} from '../../src/render/text/diff.ts';
import {findingLines} from '../../src/render/text/finding.ts';
import {PLAIN} from '../../src/render/words/style.ts';
import {stepPieces} from '../../src/render/words/wrap.ts';
import {profileOf} from '../support/folded-profile.ts';
import {readIncident, table} from '../support/incident-text.ts';

/** Lines in milliseconds, root first. */
const cpu = (lines: readonly string[], durationSeconds = 30): Profile =>
  profileOf(
    lines.map((line) => `${line}000000`),
    {type: 'cpu', unit: 'nanoseconds', durationSeconds},
  );

const textOf = (profile: Profile): string =>
  analyze([profile])
    .findings.map((finding) => findingLines(finding, PLAIN).join('\n'))
    .join('\n')
    .replace(/\s+/g, ' ');

describe('a finding', () => {
  const spread = ['in', 'out', 'parse', 'store', 'count', 'sign'].map((name) => `acme.io/${name}.run 3000`);

  test('that is only noted gives the limit it passed and the one it did not', () => {
    const text = textOf(cpu(spread));
    expect(text).toContain('INFO');
    expect(text).toContain('noted from 15% on; trouble from 30%');
    expect(text).not.toContain('(limit 30%)');
  });

  test('says that time goes into system calls', () => {
    const text = textOf(cpu(['acme.io/fs.scan;os.Lstat;syscall.Syscall 20000', 'acme.io/fs.match 5000']));
    expect(text).toContain('80% of it goes into system calls');
  });

  test('counts the frames that it lists, and one of them as one', () => {
    const deep = Array.from({length: 12}, (_, i) => `acme.io/p${i}.call`).join(';');
    expect(textOf(cpu([`${deep};encoding/hex.Encode 20000`]))).not.toMatch(/1 frames|: 1 (?:runtime|acme)/);
    expect(textOf(cpu(['acme.io/a.spin 20000']))).toContain('heaviest calls: one frame');
  });

  test('names a package by its name where the path ends in a major version', () => {
    expect(textOf(cpu(['acme.io/fastmap/v4.(*Map).Load 20000']))).toContain('fastmap.(*Map).Load takes');
  });

  test('of a table sends nobody to callers that a table has not', () => {
    const rows = ['4000 9000 acme.io/idx.build', '3000 3000 acme.io/idx.intern', '2000 2000 strings.Join'];
    for (const options of [
      {total: 10000, unit: 'MB', type: 'inuse_space'},
      {total: 10000, unit: 's', type: 'cpu'},
      {total: 10000, unit: 'MB', type: 'alloc_space'},
      {total: 10000, unit: 's', type: 'delay'},
    ]) {
      const text = textOf(readIncident(table(rows, options)));
      expect(text).toContain('acme.io/idx.');
      expect(text).not.toContain('peek');
    }
  });
});

test('little CPU time is not 0.00 cores', () => {
  expect(cpuWhere({seconds: 1, samples: undefined, cores: 0.004})).toContain('less than 0.01 cores');
});

describe('a step', () => {
  test('keeps a command whole, and a setting within its sentence', () => {
    expect(stepPieces('Raise it, as in `GOGC=200`, or take `pprofx diff A B`; what grows is the leak.', 60)).toEqual([
      {text: 'Raise it, as in GOGC=200, or take', isCommand: false},
      {text: 'pprofx diff A B', isCommand: true},
      {text: 'what grows is the leak.', isCommand: false},
    ]);
  });
});

test('a difference whose total stays does not say that nothing moved while functions did', () => {
  const render = (before: readonly string[], after: readonly string[]): string =>
    renderDiffText(diffProfiles([profileOf(before)], [profileOf(after)]), {nodeCount: 15, fullNames: false}, PLAIN);
  const moved = render(['main.a 9000', 'main.b 1000'], ['main.a 1000', 'main.b 9000']);
  expect(moved).toContain('2 of 2 functions moved beyond noise');
  expect(moved).not.toContain('nothing moved');
  const same = render(['main.a 9000', 'main.b 1000'], ['main.a 9010', 'main.b 1001']);
  expect(same).toContain('nothing moved beyond noise');
  expect(same).not.toContain('functions moved beyond noise');
});
