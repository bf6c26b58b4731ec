/**
 * Asks `go tool pprof` again for what is recorded below goldens/, and for listings, which are not; `npm run goldens`
 * writes what it answers.
 *
 * Slow: asks go tool pprof for every recorded report.
 */
import {beforeAll, describe, expect, it} from 'vitest';
import {differences, theirForms} from './compare.ts';
import {requireGo} from './go-pprof.ts';
import {goldenPath, goldenText} from './goldens.ts';
import {listedSubjects, recordedSubjects} from './subjects.ts';

describe('go tool pprof', () => {
  beforeAll(requireGo);

  it.each(recordedSubjects().map((subject) => [subject.name, subject] as const))(
    'answers as recorded on %s',
    async (_, subject) => {
      await expect(goldenText(subject, theirForms(subject))).toMatchFileSnapshot(`../../${goldenPath(subject)}`);
    },
  );

  it.each(listedSubjects().map((subject) => [subject.name, subject] as const))(
    'lists as pprofx does: %s',
    async (_, subject) => {
      expect(await differences(subject)).toEqual([]);
    },
  );
});
