/**
 * What the runtime proves is said first, as proven, one finding a place, whatever form the proof comes in.
 */
import {describe, expect, it} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import type {Profile} from '../../src/model/profile.ts';
import {profileOf} from '../support/folded-profile.ts';
import {dump, readIncident} from '../support/incident-text.ts';
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

  it('a cause has beside it only what was seen at its own place', () => {
    const {findings} = analyze([readSample('goroutineleak/go1.27.pb.gz')]);
    for (const {culprit, evidence} of findings) {
      const seen = evidence.filter(({label}) => label === 'also seen').map(({value}) => String(value));
      for (const line of seen) expect(line).toContain(culprit.function);
    }
  });

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

describe('traps of the proof', () => {
  const proven = (profile: Profile): string[] =>
    analyze([profile])
      .findings.filter(({evidenceLevel}) => evidenceLevel === 'proven')
      .map(({culprit, evidence}) => `${culprit.function} ${evidence[0].value}`);
  const leaks = (...lines: readonly string[]): Profile => profileOf(lines, {type: 'goroutineleak'});

  it('the main goroutine in an empty select, which Go 1.26 lists, waits on purpose: in profiles and in dumps', () => {
    const empty = 'runtime.block;runtime.gopark';
    expect(proven(leaks(`runtime.main;main.main;${empty} 1`))).toEqual([]);
    expect(proven(leaks(`runtime.goexit;runtime.main;main.main;${empty} 1`, `main.park;${empty} 3`))).toEqual([
      'main.park 3',
    ]);
    const text = dump(['[select (no cases) (leaked)] main.main', '[select (no cases) (leaked)] main.park by main.run']);
    expect(proven(readIncident(text))).toEqual(['main.park 1']);
  });

  it('the main goroutine that waits for what nobody sends is proven like any other', () => {
    expect(proven(leaks('runtime.main;main.main;runtime.chanrecv1;runtime.chanrecv;runtime.gopark 1'))).toEqual([
      'main.main 1',
    ]);
  });

  it('?debug=2 lists all goroutines: only the marked ones are proven', () => {
    const text = dump([
      '[chan send (leaked), 3 minutes] main.publish by main.run *20',
      '[chan send, 3 minutes] main.publish by main.run *5',
      '[IO wait] main.serve by main.run *30',
    ]);
    expect(proven(readIncident(text))).toEqual(['main.publish 20']);
  });
});
