import {describe, expect, it} from 'vitest';
import {isObjectName} from '../../../src/cli/cluster/objects.ts';
import {parseTarget} from '../../../src/cli/collect/target.ts';

const baseOf = (text: string): string => {
  const target = parseTarget(text);
  return target.form === 'url' ? target.base.href : target.form;
};

describe('parseTarget', () => {
  it.each([
    ['localhost:6060', 'http://localhost:6060/debug/pprof/'],
    ['10.0.0.7:6060/', 'http://10.0.0.7:6060/debug/pprof/'],
    ['[::1]:6060', 'http://[::1]:6060/debug/pprof/'],
    ['https://web.example/app', 'https://web.example/app/debug/pprof/'],
    ['http://h:1/debug/pprof', 'http://h:1/debug/pprof/'],
    ['http://h:1/x/debug/pprof/heap?debug=1', 'http://h:1/x/debug/pprof/'],
  ])('adds the base of profiles to %s', (text, base) => {
    expect(baseOf(text)).toBe(base);
  });

  it.each([
    ['deploy/web:6060', {form: 'workload', kind: 'deployment', name: 'web', port: 6060}],
    ['sts/db:1', {form: 'workload', kind: 'statefulset', name: 'db', port: 1}],
    ['ds/agent:9', {form: 'workload', kind: 'daemonset', name: 'agent', port: 9}],
    ['pod/web-1', {form: 'workload', kind: 'pod', name: 'web-1', port: undefined}],
    ['pod:6060', {form: 'selected', port: 6060}],
    ['component/kube-apiserver', {form: 'component', name: 'kube-apiserver'}],
    ['node/worker-3', {form: 'node', name: 'worker-3'}],
    ['control-plane', {form: 'control-plane'}],
  ])('reads %s', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  it.each(['web', 'deploy/', 'pod/../x:1', 'pod/a:99999', 'node/-x', 'component/A B'])('refuses %s', (text) => {
    expect(() => parseTarget(text)).toThrow(/is not a target|name|port/);
  });

  it('names of objects never lead out of a folder', () => {
    expect(['..', 'a..b', 'a/b', '.a', ''].filter(isObjectName)).toEqual([]);
  });
});
