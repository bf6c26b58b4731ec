/**
 * Diagnoses all labelled cases, prints how often the first finding is right, and holds docs/accuracy.md current:
 * `npm run accuracy` writes it anew.
 */
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {recordings} from '../lab/recordings.ts';
import {isAtHand} from '../support/shared.ts';
import type {LabelledSet} from './labelled-case.ts';
import {accuracyPage, setSection} from './page.ts';
import {faultsSet, formsSet, incidentsSet, labSet, reasonOf, samplesSet, variantsSet} from './sets.ts';
import {addCase, emptyTally, levelScore} from './tally.ts';

const PAGE = 'docs/accuracy.md';

/** Sets that lie outside the project, and whether they are there. */
const outside = [
  {name: 'incidents', isHere: isAtHand('incidents'), make: incidentsSet},
  {name: 'forms', isHere: isAtHand('incidents'), make: formsSet},
  {name: 'faults', isHere: isAtHand('faults'), make: faultsSet},
];
const missing = outside.filter(({isHere}) => !isHere).map(({name}) => name);
const sets: readonly LabelledSet[] = [
  samplesSet(),
  variantsSet(),
  labSet(await recordings()),
  ...outside.filter(({isHere}) => isHere).map(({make}) => make()),
];

const total = emptyTally();
const sections = sets.map((set) => {
  const tally = emptyTally();
  for (const labelled of set.cases) {
    addCase(tally, labelled);
    addCase(total, labelled);
  }
  return setSection(set, tally);
});

test('the page holds the sections of all sets at hand', async () => {
  console.log(accuracyPage(total, sections));
  if (missing.length === 0) {
    await expect(accuracyPage(total, sections)).toMatchFileSnapshot(`../../${PAGE}`);
    return;
  }
  console.log(`not run, for want of ../shared: ${missing.join(', ')}`);
  const page = readFileSync(PAGE, 'utf8');
  for (const text of sections) expect(page).toContain(text);
});

test('every silence has a reason', () => {
  expect(total.silent.filter((name) => reasonOf(name) === undefined)).toEqual([]);
});

test('the limit printed is the one that decided', () => {
  expect(total.wrongLimits).toEqual([]);
});

test.each([
  ['proven', 0.99],
  ['likely', 0.95],
  ['possible', 0.75],
] as const)('what is called %s is right in %d of the cases at least', (level, share) => {
  const {right, wrong} = levelScore(total, level);
  expect(right / (right + wrong)).toBeGreaterThanOrEqual(share);
});
