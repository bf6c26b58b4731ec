import {describe, expect, it} from 'vitest';
import {buildTree} from '../../../../src/analysis/tree/tree.ts';
import {readProfile} from '../../../../src/read.ts';
import {sandwich} from '../../../../viewer/worker/requests/sandwich.ts';

/** Two workers started by serve, one by main; what main itself runs has nobody who started it. */
const DUMP = [
  ['1', 'main.main()', ''],
  ['2', 'main.work(0x1)', 'main.serve'],
  ['3', 'main.work(0x2)', 'main.serve'],
  ['4', 'main.work(0x3)', 'main.main'],
]
  .map(([id, frame, creator]) => {
    const started = creator === '' ? '' : `created by ${creator}\n\t/w.go:9 +0x1\n`;
    return `goroutine ${id} [chan receive]:\n${frame}\n\t/w.go:1 +0x1\n${started}`;
  })
  .join('\n');

const dump = readProfile(new TextEncoder().encode(DUMP), {name: 'dump.txt'});

function callersOf(name: string): unknown {
  return sandwich(dump, buildTree(dump, 0), name).callers;
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
