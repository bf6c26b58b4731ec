import {describe, expect, it} from 'vitest';
import {buildTree} from '../../../../src/analysis/tree/tree.ts';
import {sandwich} from '../../../../viewer/worker/requests/sandwich.ts';
import {dump, readIncident} from '../../../support/incident-text.ts';

/** Two workers started by serve, one by main; what main itself runs has nobody who started it. */
const profile = readIncident(
  dump([
    '[chan receive] main.main()',
    '[chan receive] main.work(0x1) by main.serve',
    '[chan receive] main.work(0x2) by main.serve',
    '[chan receive] main.work(0x3) by main.main',
  ]),
);

function callersOf(name: string): unknown {
  return sandwich(profile, buildTree(profile, 0), name).callers;
}

describe('callers of the first function of a goroutine', () => {
  it('are who started it', () => {
    expect(callersOf('main.work')).toEqual([
      {name: 'main.serve', value: 2, isCreator: true},
      {name: 'main.main', value: 1, isCreator: true},
    ]);
  });

  it('are none where nobody did', () => {
    expect(callersOf('main.main')).toEqual([{name: '', value: 1}]);
  });
});
