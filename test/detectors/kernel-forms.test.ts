/**
 * A kernel profile is a profile: what other commands make of it.
 */
import {expect, it} from 'vitest';
import {goroutinesAsSamples} from '../../src/analysis/goroutines/samples.ts';
import {analyze} from '../../src/analyze.ts';
import {diffProfiles} from '../../src/diff.ts';
import {readProfile} from '../../src/read.ts';
import {encodePprof} from '../../src/render/exchange/pprof.ts';
import {readSample} from '../support/samples.ts';

const NODE = readSample('kernel/node.txt');
const findings = (profile: typeof NODE): string[] =>
  analyze([profile]).findings.map(({severity, title}) => `${severity}: ${title}`);

it('written as pprof and read again it has the same findings', () => {
  const again = readProfile(encodePprof(goroutinesAsSamples(NODE)), {name: 'again'});
  expect(again.kind).toBe('kernel');
  expect(again.sampleTypes[0]).toEqual({type: 'threads', unit: 'count'});
  expect(analyze([again]).findings.map(({signature}) => signature)).toEqual(
    analyze([NODE]).findings.map(({signature}) => signature),
  );
  expect(findings(again)).toContain(
    'warning: 2 threads wait, as the exiting first process of a PID namespace, for the others in it to end',
  );
});

it('is compared with another moment by its threads', () => {
  const {sections} = diffProfiles([NODE], [readSample('kernel/healthy-machine.txt')]);
  const shapes = sections[0].goroutines?.shapes ?? [];
  const gone = shapes.filter(({after}) => after === 0).map(({stack}) => stack[0]);
  expect(gone.sort()).toEqual(['__ceph_do_pending_vmtruncate', 'call_rwsem_down_read_failed', 'do_wait']);
});
