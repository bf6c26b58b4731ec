/**
 * The review of the page (../shared/design/viewer-review.md), entry by entry: which test holds what it asked for.
 */
import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';

/** Entry of the review, and the test that holds it. */
const HELD: readonly (readonly [entry: string, file: string, test: string])[] = [
  [
    'A1',
    'test/viewer/screens/goroutines/shown-groups.test.ts',
    'a range of waits shows the goroutines in it, not the rest of their groups',
  ],
  ['A2', 'test/browser/preloaded-answers.test.ts', 'says when the server is gone'],
  ['A2', 'test/viewer/client.test.ts', 'a worker that did not load opens the inputs when it is asked again'],
  [
    'A3',
    'test/viewer/worker/requests/labels.test.ts',
    'are none at the root of the profile, and the pivot at the root of a pivot',
  ],
  ['A4', 'test/browser/pair.test.ts', 'findings name their input, and the heading and the title both inputs'],
  ['A5', 'test/browser/pair.test.ts', 'two panes say their totals, drawn to one scale, and what a width means'],
  ['A6', 'test/viewer/worker/requests/sandwich.test.ts', 'are who started it'],
  [
    'A7',
    'test/viewer/screens/goroutines/shown-groups.test.ts',
    'state, waits, label and search together count what passes all of them',
  ],
  ['A8', 'test/viewer/worker/requests/signed.test.ts', 'takes its shares of what the table takes them of'],
  [
    'A9',
    'test/browser/opening.test.ts',
    'of two moments: from what to what, and how much noise alone would be, as diff has them',
  ],
  ['B10', 'test/browser/hands.test.ts', 'follows its frame to another sample type, and Back leads to it again'],
  [
    'B11',
    'test/browser/hands.test.ts',
    'hands the focus to what it found, keeps the pattern, and moves nothing while one types',
  ],
  ['B12', 'test/browser/hands.test.ts', 'is left by one Escape, and the picture stays where it is'],
  ['B13', 'test/browser/hands.test.ts', 'keeps the frame that the pointer comes from, and its buttons are about it'],
  [
    'B14',
    'test/browser/hands.test.ts',
    'is never lost on the way to another screen, and the help takes it to its Close',
  ],
  ['B15', 'test/browser/hands.test.ts', 'leave the flame in sight, with a panel that closes'],
  ['B16', 'test/browser/hands.test.ts', 'forced colours tell the chosen tab, pressed buttons and swatches'],
  ['B17', 'test/browser/hands.test.ts', 'leave the flame in sight, with a panel that closes'],
  ['B18', 'test/browser/goroutines.test.ts', 'a goroutine is found by its id, copied, and in the link'],
  ['B19', 'test/browser/states.test.ts', 'says after a reload which files it has forgotten'],
  ['B20', 'test/browser/hands.test.ts', 'is left by one Escape, and the picture stays where it is'],
  ['C21', 'test/browser/hands.test.ts', 'a table names packages, and its bars lie under the digits'],
  ['C22', 'test/viewer/worker/requests/labels.test.ts', 'show numbers in their unit'],
  ['C23', 'test/browser/hands.test.ts', 'what can be done with a frame stands in groups, with its keys'],
  ['C25', 'test/browser/hands.test.ts', 'paper names the input, and has no buttons'],
];

it('every statement that was not true and every trap for hands is held by a test', () => {
  const entries = new Set(HELD.map(([entry]) => entry));
  const wanted = Array.from({length: 20}, (_, i) => `${i < 9 ? 'A' : 'B'}${i + 1}`);
  expect(wanted.filter((entry) => !entries.has(entry))).toEqual([]);
});

it.each(HELD)('%s is held by a test of %s', (_, file, test) => {
  expect(readFileSync(file, 'utf8')).toContain(test);
});
