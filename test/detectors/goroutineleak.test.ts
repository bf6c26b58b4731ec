/**
 * What the runtime proves is said first, as proven, one finding a place, whatever form the proof comes in.
 */
import {describe, expect, it} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {readSample} from '../support/samples.ts';

const PROVEN = [
  'main.emptySelect',
  'main.lockTwice',
  'main.receiveFromNil',
  'main.receiveNobodySends',
  'main.selectOfTwo',
  'main.sendNobodyReceives',
  'main.waitForCond',
  'main.waitForContext',
  'main.waitForGroup',
];

describe('goroutineleak', () => {
  it.each(['go1.26.pb.gz', 'go1.27.pb.gz', 'go1.27-debug1.txt', 'go1.27-debug2.txt.gz'])(
    '%s: twenty of each kind are proven, and nothing that the runtime cannot prove',
    (name) => {
      const {findings} = analyze([readSample(`goroutineleak/${name}`)]);
      const proven = findings.filter(({evidenceLevel}) => evidenceLevel === 'proven');
      expect(proven.map(({culprit}) => culprit.function).sort()).toEqual(PROVEN);
      expect(proven.map(({evidence}) => evidence[0].value)).toEqual(PROVEN.map(() => 20));
      expect(findings.slice(0, PROVEN.length)).toEqual(proven);
    },
  );

  it('a profile beside the dump of the same process proves what the dump makes likely, once', () => {
    const {findings} = analyze([
      readSample('goroutineleak/go1.27.pb.gz'),
      readSample('goroutineleak/go1.27-debug2.txt.gz'),
    ]);
    expect(
      findings
        .filter(({culprit}) => PROVEN.includes(culprit.function))
        .map(({culprit}) => culprit.function)
        .sort(),
    ).toEqual(PROVEN);
  });
});
