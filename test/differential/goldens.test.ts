/**
 * The same numbers and rows as `go tool pprof` printed for the samples. What differs on purpose stands in
 * docs/differences.md.
 *
 * Slow: makes three hundred reports.
 */
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {ourForm} from './compare.ts';
import {goldenPath, goldenText} from './goldens.ts';
import type {NormalForm} from './normal-form.ts';
import {recordedSubjects} from './subjects.ts';

const subjects = recordedSubjects();

describe('pprofx', () => {
  it.each(subjects.map((subject) => [subject.name, subject] as const))(
    'answers as go tool pprof did on %s',
    async (_, subject) => {
      const forms: NormalForm[] = [];
      for (const wanted of subject.cases) forms.push(await ourForm(subject, wanted));
      expect(goldenText(subject, forms)).toBe(readFileSync(goldenPath(subject), 'utf8'));
    },
  );
});
