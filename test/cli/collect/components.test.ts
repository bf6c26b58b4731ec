/**
 * The parts of a control plane, each by its own way, and how to turn profiling on where it is off.
 */
import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import type {Collection} from '../../../src/model/collection.ts';
import {type CliResult, pprofxBeside} from '../../support/cli.ts';
import {type ClusterFacts, fakeCluster, type KubectlCall} from '../../support/fake-cluster.ts';
import {type PprofHost, startPprofHost} from '../../support/pprof-host.ts';
import {samplePath} from '../../support/samples.ts';

const hosts: PprofHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

interface Run extends CliResult {
  readonly root: string;
  readonly calls: readonly KubectlCall[];
}

const CERTIFICATE = {contexts: [{context: {}}], users: [{user: {'client-certificate-data': 'x'}}]};

async function collect(cluster: ClusterFacts, ...args: readonly string[]): Promise<Run> {
  const {calls, kubectl} = fakeCluster({config: CERTIFICATE, ...cluster});
  const root = join(mkdtempSync(join(tmpdir(), 'components-')), 'out');
  const result = await pprofxBeside(['collect', ...args, '--kubectl', kubectl, '--seconds', '1', '-o', root]);
  return {...result, root, calls: calls()};
}

const podsOf = (selector: string, name: string): Record<string, object> => ({
  [`/api/v1/namespaces/kube-system/pods?labelSelector=${encodeURIComponent(selector)}`]: {
    items: [
      {
        metadata: {name, namespace: 'kube-system', annotations: {'kubernetes.io/config.mirror': 'x'}},
        spec: {nodeName: 'm1', containers: [{name: 'main', image: 'part:1'}]},
        status: {phase: 'Running'},
      },
    ],
  },
});
const NODES = {
  '/api/v1/nodes': {items: [{metadata: {name: 'm1', labels: {'node-role.kubernetes.io/control-plane': ''}}}]},
};
const GOROUTINES = {file: samplePath('deletecollection-leak/goroutine-after.pb.gz')};

describe('a component', () => {
  it('the scheduler is asked as the user, by TLS whose certificate is its own, on port 10259', async () => {
    const run = await collect(
      {paths: {...NODES, ...podsOf('component=kube-scheduler', 'sched-m1'), '/debug/pprof/goroutine': GOROUTINES}},
      ...['component/kube-scheduler', '--kinds', 'goroutine'],
    );
    expect(run.code).toBe(0);
    const {processes} = JSON.parse(readFileSync(join(run.root, 'manifest.json'), 'utf8')) as Collection;
    expect(processes).toMatchObject([
      {id: 'kube-system/sched-m1', component: 'kube-scheduler', way: 'port-forward, as you', node: 'm1'},
    ]);
    const forwarded = run.calls.find(({args}) => args[0] === 'port-forward');
    expect(forwarded?.args.slice(1)).toEqual(['--address=127.0.0.1', '-n', 'kube-system', 'pod/sched-m1', ':10259']);
    const asked = run.calls.findLast(({args}) => args.includes('/debug/pprof/goroutine'));
    expect(asked?.args.slice(3)).toEqual([
      expect.stringMatching(/^--server=https:\/\/127\.0\.0\.1:\d+$/),
      '--insecure-skip-tls-verify',
    ]);
  });

  it('kube-proxy is asked without TLS and without an identity, on port 10249', async () => {
    const host = await startPprofHost();
    hosts.push(host);
    const run = await collect(
      {
        paths: {...NODES, ...podsOf('k8s-app=kube-proxy', 'proxy-x')},
        ports: {'kube-system/proxy-x:10249': host.port},
      },
      ...['component/kube-proxy', '--kinds', 'heap'],
    );
    expect(run.code).toBe(0);
    expect(host.headers.map(({authorization}) => authorization)).toEqual([undefined]);
    expect(run.calls.some(({args}) => args.some((arg) => arg.startsWith('--server=')))).toBe(false);
  });

  it.each<[string, string, RegExp]>([
    ['node/m1', 'nodes/m1/kubelet', /set enableDebuggingHandlers: true and enableProfilingHandler: true/],
    ['component/kube-apiserver', 'kube-system/kube-apiserver', /remove --profiling=false from its flags/],
  ])('%s that has no profile at all: off, and how to turn it on', async (target, id, said) => {
    const paths = {'/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-apiserver': {items: []}};
    const run = await collect({paths}, target, '--kinds', 'goroutine,heap,mutex');
    expect(run.code).toBe(6);
    expect(run.stderr).toContain(
      `${id}  nothing\n  all           this process serves no profiles under /debug/pprof; `,
    );
    expect(run.stderr).toMatch(said);
  });

  it('pods that may not be listed: who may not, and the rights that are missing', async () => {
    const error =
      'Error from server (Forbidden): pods is forbidden: User "eve" cannot list resource "pods" in API group "" in the namespace "kube-system"';
    const paths = {'/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-scheduler': {error}};
    const run = await collect({paths}, 'component/kube-scheduler');
    expect(run.code).toBe(6);
    expect(run.stderr).toMatch(/User "eve" cannot list resource "pods"/);
    expect(run.stderr).toMatch(/^hint: allow get and list on pods and nodes \(docs\/collect\.md has the role\)/m);
  });
});

describe('kubectl', () => {
  it('gets context and kubeconfig with every call', async () => {
    const where = ['--context=prod', '--kubeconfig=/my/config'];
    const run = await collect({paths: {}}, 'node/m1', '--context', 'prod', '--kubeconfig', '/my/config');
    expect(run.calls.length).toBeGreaterThan(1);
    for (const {args} of run.calls) expect(args.slice(0, 2)).toEqual(where);
  });

  it.each([
    [['deploy/web'], /deployment web: which port\? add :PORT, e\.g\. :6060/],
    [['pod:6060'], /pod:PORT needs a selector: -l app=web/],
  ])('is not asked where %j says too little', async (args, said) => {
    const run = await collect({paths: {}}, ...args);
    expect({code: run.code, calls: run.calls.length}).toEqual({code: 2, calls: 0});
    expect(run.stderr).toMatch(said);
  });
});
