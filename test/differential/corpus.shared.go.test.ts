/**
 * The same numbers and rows as `go tool pprof` over the public corpus. What differs on purpose stands in
 * docs/differences.md.
 *
 * Slow: four hundred reports by two programs.
 */
import {beforeAll, describe, expect, it} from 'vitest';
import {differences} from './compare.ts';
import {requireGo} from './go-pprof.ts';
import {allCorpusSubjects, recordedSubjects} from './subjects.ts';

const subjects = allCorpusSubjects();

describe('go tool pprof and pprofx', () => {
  beforeAll(requireGo);

  it('are compared over at least 400 combinations of report, profile and options', () => {
    const combinations = [...recordedSubjects(), ...subjects].flatMap(({cases, name}) =>
      cases.map((wanted) => JSON.stringify([name, wanted])),
    );
    expect(new Set(combinations).size).toBeGreaterThanOrEqual(400);
  });

  it.each(subjects.map((subject) => [subject.name, subject] as const))(
    'agree on %s',
    {timeout: 600_000},
    async (_, subject) => {
      expect(await differences(subject)).toEqual([]);
    },
  );
});
