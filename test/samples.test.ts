<<<<<<< HEAD
import {existsSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {analyzeSamples, SAMPLES} from './support/shared.ts';

const loud = (names: readonly string[]) => analyzeSamples(names).findings.filter(({severity}) => severity !== 'info');

describe.runIf(existsSync(SAMPLES))('the samples', () => {
  test.each([
    [['deletecollection-leak/goroutine-before.pb.gz']],
    [['deletecollection-leak/heap-before.pb.gz']],
    [['deletecollection-leak/goroutine-before.pb.gz', 'deletecollection-leak/heap-before.pb.gz']],
    [['deletecollection-leak/heap-before.pb.gz', 'deletecollection-leak/goroutine-before.pb.gz']],
  ])('%j is blamed on DeleteCollection, once', (names) => {
    const findings = loud(names);
    expect(findings[0].culprit.function).toContain('registry.(*Store).DeleteCollection');
    expect(findings).toHaveLength(1);
  });

  test('a leak that retains is told in bytes per goroutine', () => {
    const [first] = loud(['deletecollection-leak/goroutine-before.pb.gz', 'deletecollection-leak/heap-before.pb.gz']);
    expect(first.id).toBe('retained-by-goroutines');
    expect(first.resource).toEqual({group: '', version: 'v1', kind: 'ConfigMap'});
    expect(first.evidence.find(({label}) => label === 'bytes per goroutine')?.value).toBe(55_715);
  });

  test('the same leak on a build that frees the list claims no retention', () => {
    const findings = loud(['deletecollection-freed/goroutine.pb.gz', 'deletecollection-freed/heap.pb.gz']);
    expect(findings.map(({id}) => id)).toEqual(['goroutine-leak-chan-send']);
    expect(findings[0].culprit.function).toContain('registry.(*Store).DeleteCollection.func1');
    expect(JSON.stringify(findings)).not.toMatch(/alive|retain/);
  });

  test('a flood of ReplicaSets is named by its kind', () => {
    const [first] = loud(['replicaset-flood/heap-before.pb.gz']);
    expect(first.resource).toEqual({group: 'apps', version: 'v1', kind: 'ReplicaSet'});
    expect(first.advice.join('\n')).toContain('revisionHistoryLimit');
  });

  test('kube-proxy asking for its addresses is blamed on NodeIPs', () => {
    const [first] = loud(['nodeips-hot/cpu-before.pb.gz']);
    expect(first.culprit.function).toBe('k8s.io/kubernetes/pkg/proxy/ipvs.(*realIPGetter).NodeIPs');
  });

  test.each([
    'deletecollection-leak/goroutine-after.pb.gz',
    'deletecollection-leak/heap-after.pb.gz',
    'replicaset-flood/heap-after.pb.gz',
    'replicaset-flood/cpu-after.pb.gz',
    'replicaset-flood/goroutine-after.pb.gz',
    'replicaset-flood/goroutine-before.pb.gz',
    'replicaset-flood/allocs-after.pb.gz',
    'nodeips-hot/cpu-after.pb.gz',
    'misc/etcd-cpu.pb.gz',
    'misc/etcd-heap.pb.gz',
    'misc/threadcreate.pb.gz',
    'misc/mutex-empty.pb.gz',
    'misc/block-empty.pb.gz',
  ])('%s is healthy', (name) => {
    expect(loud([name])).toEqual([]);
  });
=======
import {describe, expect, it} from 'vitest';
import {analyze} from '../src/analyze.ts';
import {readSample, type SampleCase, sampleCases} from './support/samples.ts';

function numberOfInputs({diagnoses, profiles}: SampleCase): number {
  return Object.keys(profiles).length + diagnoses.length;
}

describe.each(sampleCases())('sample $name', (sample) => {
  it('says what is expected of it', () => {
    expect(numberOfInputs(sample)).toBeGreaterThan(0);
  });

  it.each(Object.entries(sample.profiles))('%s has the samples and totals of go tool pprof', (file, expected) => {
    const profile = readSample(`${sample.name}/${file}`);
    const totals = Object.fromEntries(
      profile.sampleTypes.map(({type}, index) => [type, profile.samples.values[index].reduce((a, b) => a + b, 0)]),
    );
    expect(profile.samples.length).toBe(expected.samples);
    expect(totals).toEqual(expected.totals);
  });

  it.each(sample.diagnoses.map((diagnosis) => [diagnosis.inputs.join(' + '), diagnosis] as const))(
    'the diagnosis of %s is right',
    (_, {culprit, healthy, inputs, mustNotClaim, resource}) => {
      const {findings} = analyze(inputs.map((input) => readSample(`${sample.name}/${input}`)));
      const urgent = findings.filter(({severity}) => severity !== 'info');
      if (healthy === true) expect(urgent.map(({title}) => title)).toEqual([]);
      if (culprit !== undefined) expect(findings[0]?.culprit.function).toMatch(new RegExp(culprit));
      if (resource !== undefined) expect(findings[0]?.resource).toEqual(resource);
      if (mustNotClaim !== undefined) expect(JSON.stringify(urgent)).not.toMatch(new RegExp(mustNotClaim, 'i'));
    },
  );
>>>>>>> main
});
