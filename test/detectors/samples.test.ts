import {describe, expect, test} from 'vitest';
import {analyzeSamples, troubles} from '../support/diagnosis.ts';

const loud = (names: readonly string[]) => troubles(analyzeSamples(names));

describe('the samples', () => {
  test.each([
    [['deletecollection-leak/goroutine-before.pb.gz']],
    [['deletecollection-leak/goroutine-debug2-before.txt.gz']],
    [['deletecollection-leak/goroutine-debug1-before.txt']],
    [['deletecollection-leak/heap-before.pb.gz']],
    [['deletecollection-leak/heap-debug1-before.txt.gz']],
    [['deletecollection-freed/goroutine-grep-excerpt.txt']],
    [['deletecollection-freed/goroutine-debug2.txt.gz']],
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

  test('a dump with ages says since when the leak runs and that it goes on', () => {
    const [first] = loud(['deletecollection-leak/goroutine-debug2-before.txt.gz']);
    expect(first.why).toMatch(/28 min/);
    expect(first.why).toMatch(/growing/);
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
    'deletecollection-leak/goroutine-debug1-after.txt',
    'deletecollection-leak/goroutine-debug2-after.txt.gz',
    'deletecollection-leak/heap-after.pb.gz',
    'replicaset-flood/heap-after.pb.gz',
    'replicaset-flood/cpu-after.pb.gz',
    'replicaset-flood/goroutine-after.pb.gz',
    'replicaset-flood/goroutine-before.pb.gz',
    'replicaset-flood/goroutine-debug1-before.txt',
    'replicaset-flood/goroutine-debug2-before.txt.gz',
    'replicaset-flood/goroutine-debug1-after.txt',
    'replicaset-flood/goroutine-debug2-after.txt.gz',
    'replicaset-flood/allocs-after.pb.gz',
    'nodeips-hot/cpu-after.pb.gz',
    'misc/etcd-cpu.pb.gz',
    'misc/etcd-heap.pb.gz',
    'misc/threadcreate.pb.gz',
    'misc/mutex-empty.pb.gz',
    'misc/block-empty.pb.gz',
    'modern-go/esbuild-sigquit.txt',
  ])('%s is healthy', (name) => {
    expect(loud([name])).toEqual([]);
  });
});
