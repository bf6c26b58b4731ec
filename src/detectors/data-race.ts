/**
 * Two goroutines touched the same memory without a lock between them: the race detector says so.
 */

import type {Case, ProfileFacts} from '../analysis/case/case.ts';
import {culpritOf, goroutineKey, makeFinding} from '../analysis/evidence/make-finding.ts';
import {responsibleFrame} from '../analysis/names/layers.ts';
import {say, sayLater} from '../base/language/say.ts';
import type {Finding} from '../model/finding.ts';
import {DATA_RACE} from '../model/report-comments.ts';
import {shortName} from '../model/symbol.ts';
import type {Detector} from './detector.ts';

export const dataRace: Detector = {
  id: 'data-race',
  title: sayLater('Two goroutines touch the same memory without a lock between them'),
  limits: {},
  detect: (subject) => ({findings: races(subject), suppressed: []}),
};

function races(subject: Case): Finding[] {
  return subject
    .ofKind('goroutine')
    .filter(({profile}) => profile.comments.includes(DATA_RACE))
    .flatMap(raceFinding);
}

/** The report prints the access that was caught first, then the one before it. */
function raceFinding(facts: ProfileFacts): Finding[] {
  const [first, second] = facts.census().groups.toSorted((a, b) => a.rows[0] - b.rows[0]);
  if (first === undefined) return [];
  const accesses = second === undefined ? [first] : [first, second];
  const [name, other = say('another goroutine')] = accesses.map(
    ({names}) => names[Math.max(0, responsibleFrame(names))],
  );
  return [
    makeFinding({
      id: 'data-race',
      severity: 'warning',
      evidenceLevel: 'proven',
      title: say`${shortName(name)} and ${shortName(other)} touch the same memory without a lock between them`,
      why: say(
        'The race detector saw both accesses, one of them a write, with nothing that orders them; what the program reads there is undefined.',
      ),
      advice: [
        sayLater('Let both take one lock, or hand the value over a channel; for a single word use sync/atomic.'),
        sayLater('Run the tests with `go test -race` again: one report hides others.'),
      ],
      culprit: culpritOf(name, facts.profile, first.stack),
      evidence: accesses.map(({names}, i) => ({
        label: i === 0 ? sayLater('access') : sayLater('previous access'),
        value: shortName(names[0]),
        stack: names,
      })),
      weight: 1,
      explains: accesses.flatMap(({names}) => names.map(goroutineKey)),
      precedence: 5,
    }),
  ];
}
