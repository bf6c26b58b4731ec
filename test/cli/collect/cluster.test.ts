/**
 * `collect` in a cluster: who is asked, by which way, and to whom the user's identity goes.
 */
import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import type {Collection} from '../../../src/model/collection.ts';
import {type CliResult, pprofxBeside} from '../../support/cli.ts';
import {type ClusterFacts, fakeCluster, isRunning, type KubectlCall} from '../../support/fake-cluster.ts';
import {type PprofHost, startPprofHost} from '../../support/pprof-host.ts';

const hosts: PprofHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

interface PodFacts {
  readonly name: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly isMirror?: boolean;
  readonly phase?: string;
  readonly ports?: readonly number[];
}

const pod = ({
  isMirror,
  name,
  namespace = 'shop',
  node = 'n1',
  phase = 'Running',
  ports = [6060],
}: PodFacts): object => ({
  metadata: {name, namespace, annotations: isMirror === true ? {'kubernetes.io/config.mirror': 'x'} : {}},
  spec: {
    nodeName: node,
    containers: [{name: 'main', image: 'web:1', ports: ports.map((containerPort) => ({containerPort}))}],
  },
  status: {phase, containerStatuses: [{name: 'main', imageID: 'sha256:1'}]},
});
const list = (...items: readonly object[]): object => ({items});
const node = (name: string, ...roles: readonly string[]): object => ({
  metadata: {name, labels: Object.fromEntries(roles.map((role) => [`node-role.kubernetes.io/${role}`, '']))},
});
const WITH_CERTIFICATE = {
  contexts: [{context: {namespace: 'shop'}}],
  users: [{user: {'client-certificate-data': 'x'}}],
};
const WITH_TOKEN = {contexts: [{context: {}}], users: [{user: {token: 'REDACTED'}}]};
const LEAK = resolve('samples/deletecollection-leak/goroutine-before.pb.gz');
const HEALTHY = resolve('samples/deletecollection-leak/goroutine-after.pb.gz');

interface Run extends CliResult {
  readonly root: string;
  readonly calls: readonly KubectlCall[];
  readonly manifest: () => Collection;
}

async function collect(cluster: ClusterFacts, ...args: readonly string[]): Promise<Run> {
  const {calls, kubectl} = fakeCluster({config: WITH_CERTIFICATE, ...cluster});
  const root = join(mkdtempSync(join(tmpdir(), 'cluster-')), 'out');
  const result = await pprofxBeside(['collect', '--kubectl', kubectl, ...args, '--seconds', '1', '-o', root]);
  const manifest = (): Collection => JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as Collection;
  return {...result, root, calls: calls(), manifest};
}

describe('pods', () => {
  it('every running pod of a deployment is taken through a forwarded port', async () => {
    const host = await startPprofHost();
    hosts.push(host);
    const run = await collect(
      {
        paths: {
          '/apis/apps/v1/namespaces/shop/deployments/web': {spec: {selector: {matchLabels: {app: 'web'}}}},
          '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb': list(
            pod({name: 'web-1'}),
            pod({name: 'web-2'}),
            pod({name: 'web-old', phase: 'Succeeded'}),
          ),
        },
        ports: {'shop/web-1:6060': host.port, 'shop/web-2:6060': host.port},
      },
      'deploy/web:6060',
      '--kinds',
      'heap',
    );
    expect(run.code).toBe(0);
    expect(run.manifest().processes).toMatchObject([
      {
        id: 'shop/web-1',
        way: 'port-forward',
        group: 'shop/web',
        pod: 'web-1',
        node: 'n1',
        image: 'web:1',
        imageId: 'sha256:1',
      },
      {id: 'shop/web-2', group: 'shop/web'},
    ]);
    expect(run.calls.filter(({hasInput}) => hasInput)).toEqual([]);
  });

  it('names the replica that differs from its siblings', async () => {
    const answer = (path: string) => (_: unknown, response: {end: (bytes: Buffer) => void}) =>
      response.end(readFileSync(path));
    const well = await startPprofHost({goroutine: answer(HEALTHY)});
    const sick = await startPprofHost({goroutine: answer(LEAK)});
    hosts.push(well, sick);
    const run = await collect(
      {
        paths: {
          '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb': list(...['a', 'b', 'c'].map((name) => pod({name}))),
        },
        ports: {'shop/a:6060': well.port, 'shop/b:6060': sick.port, 'shop/c:6060': well.port},
      },
      'pod:6060',
      '-l',
      'app=web',
      '--kinds',
      'goroutine',
      '--analyze',
    );
    expect(run.stdout).toMatch(
      /^shop\/b differs from the 2 others of shop\/app=web: 19\u202f817 goroutines, the others about 1\u202f\d+ goroutines$/m,
    );
  });

  it('a port on which nothing listens names those that the containers declare', async () => {
    const run = await collect(
      {paths: {'/api/v1/namespaces/shop/pods/web-1': pod({name: 'web-1', ports: [8080, 9090]})}},
      'pod/web-1:6060',
      '-n',
      'shop',
    );
    expect(run.code).toBe(6);
    expect(run.stderr).toMatch(/nothing listens on port 6060 in web-1; its containers declare 8080, 9090/);
  });

  it('are asked anonymously: what --header holds goes to URLs alone', async () => {
    const host = await startPprofHost();
    hosts.push(host);
    const header = join(mkdtempSync(join(tmpdir(), 'cluster-')), 'header');
    writeFileSync(header, 'Authorization: Bearer canary\n');
    const run = await collect(
      {
        paths: {'/api/v1/namespaces/shop/pods/web-1': pod({name: 'web-1'})},
        ports: {'shop/web-1:6060': host.port},
      },
      'pod/web-1:6060',
      `localhost:${host.port}`,
      '--header',
      `@${header}`,
      '--kinds',
      'heap',
      '--parallel',
      '1',
    );
    expect(run.code).toBe(0);
    expect(host.headers.map(({authorization}) => authorization)).toEqual([undefined, 'Bearer canary']);
  });

  it('--via proxy asks the API server for them', async () => {
    const run = await collect(
      {
        paths: {
          '/api/v1/namespaces/shop/pods/web-1': pod({name: 'web-1'}),
          '/api/v1/namespaces/shop/pods/web-1:6060/proxy/debug/pprof/goroutine': {file: HEALTHY},
        },
      },
      'pod/web-1:6060',
      '--via',
      'proxy',
      '--kinds',
      'goroutine',
    );
    expect(run.code).toBe(0);
    expect(run.manifest().processes).toMatchObject([{id: 'shop/web-1', way: 'get --raw'}]);
  });

  it('a kubectl that stays silent is ended with its request', async () => {
    const run = await collect(
      {paths: {'/api/v1/nodes/n1/proxy/debug/pprof/goroutine': {hangs: true}}},
      'node/n1',
      '--kinds',
      'goroutine,heap',
      '--timeout',
      '1',
    );
    expect(run.stderr).toMatch(/goroutine +not finished within 1 s/);
    while (run.calls.some(({pid}) => isRunning(pid))) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('--list names who would be asked and asks no process', async () => {
    const run = await collect(
      {paths: {'/api/v1/namespaces/shop/pods/web-1': pod({name: 'web-1'})}},
      'pod/web-1:6060',
      'localhost:1',
      '-n',
      'shop',
      '--list',
    );
    expect(run.stdout).toBe(
      'shop/web-1  port-forward, port 6060, on n1\nlocalhost_1  url\neach for: metrics, goroutineleak, goroutine, stacks, heap, allocs, mutex, block, cpu\n',
    );
    expect(run.calls.map(({args}) => args[0])).toEqual(['get']);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no port', ['pod/web-1'], /which port\? add :PORT/],
    ['an unknown workload', ['deploy/none:6060', '-n', 'shop'], /Error from server \(NotFound\)/],
    ['an unknown component', ['component/none'], /no component none; there are: kube-apiserver/],
    [
      'no cluster',
      ['control-plane', '--kubeconfig', '/none'],
      /kubectl: .*\nhint: choose a cluster with --context NAME or --kubeconfig FILE/,
    ],
    [
      'which command it was',
      ['deploy/none:6060', '-n', 'shop'],
      /\(kubectl get --raw \/apis\/apps\/v1\/namespaces\/shop\/deployments\/none --request-timeout=20s\)/,
    ],
    ['a namespace that is none', ['deploy/web:6060', '-n', '../kube-system'], /\.\.\/kube-system is not a/],
    ['no kubectl', ['pod/web-1:6060', '--kubectl', '/none'], /\/none is not installed or not on the PATH/],
  ])('%s is one line', async (_, args, said) => {
    const {stderr} = await collect({paths: {}}, ...args);
    expect(stderr).toMatch(said);
  });
});

describe('the control plane', () => {
  const raw = {file: LEAK};
  const paths = (isMirror: boolean, role: string): Record<string, object> => ({
    '/api/v1/nodes': list(node('m1', role), node('w1')),
    '/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-apiserver': list(),
    '/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-controller-manager': list(
      pod({name: 'kube-controller-manager-m1', namespace: 'kube-system', node: 'm1', isMirror, ports: [10_257]}),
    ),
    '/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-scheduler': list(),
    '/api/v1/namespaces/kube-system/pods?labelSelector=k8s-app%3Dkube-proxy': list(),
    '/debug/pprof/goroutine': raw,
    '/api/v1/nodes/m1/proxy/debug/pprof/goroutine': raw,
    '/api/v1/nodes/w1/proxy/debug/pprof/goroutine': raw,
  });
  /** Whom the user's identity is shown to, by one call of kubectl or several. */
  const servers = ({calls}: Run): ReadonlySet<string> =>
    new Set(calls.flatMap(({args}) => args.filter((arg) => arg.startsWith('--server='))));

  it('is the API server, the controller-manager and every kubelet, through kubectl', async () => {
    const run = await collect({paths: paths(true, 'control-plane')}, 'control-plane', '--kinds', 'goroutine');
    expect(run.manifest().processes.map(({id, way}) => `${id} ${way}`)).toEqual([
      'kube-system/kube-apiserver get --raw',
      'kube-system/kube-controller-manager-m1 port-forward, as you',
      'nodes/m1/kubelet get --raw',
      'nodes/w1/kubelet get --raw',
    ]);
    expect(servers(run).size).toBe(1);
  });

  it.each<[string, boolean, string, object, readonly string[], number]>([
    ['a pod that no kubelet made from a file', false, 'control-plane', WITH_CERTIFICATE, [], 0],
    ['a pod on a node without the label of a control plane', true, 'worker', WITH_CERTIFICATE, [], 0],
    ['a token without --show-identity', true, 'control-plane', WITH_TOKEN, [], 0],
    ['a token with --show-identity', true, 'control-plane', WITH_TOKEN, ['--show-identity'], 1],
    ['a token with --show-identity, but not to a worker', true, 'worker', WITH_TOKEN, ['--show-identity'], 0],
  ])('identity: %s', async (_, isMirror, role, config, args, count) => {
    const run = await collect(
      {paths: paths(isMirror, role), config},
      'component/kube-controller-manager',
      '--kinds',
      'goroutine',
      ...args,
    );
    expect(servers(run).size).toBe(count);
  });

  it('each API server that is a pod is asked by its own address, with its certificate verified', async () => {
    const server = pod({
      name: 'kube-apiserver-m1',
      namespace: 'kube-system',
      node: 'm1',
      isMirror: true,
      ports: [6443],
    });
    const run = await collect(
      {
        paths: {
          ...paths(true, 'master'),
          '/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-apiserver': list(server),
        },
      },
      'component/kube-apiserver',
      '--kinds',
      'goroutine',
    );
    const asked = run.calls.find(({args}) => args.some((arg) => arg.startsWith('--server=')));
    expect(asked?.args).toContain('--tls-server-name=kubernetes');
    expect(asked?.args).not.toContain('--insecure-skip-tls-verify');
  });

  it('who may not list pods is asked for the API server all the same', async () => {
    const error = 'Error from server (Forbidden): pods is forbidden: User "eve" cannot list resource "pods"';
    const run = await collect(
      {
        paths: {
          '/api/v1/namespaces/kube-system/pods?labelSelector=component%3Dkube-apiserver': {error},
          '/debug/pprof/goroutine': raw,
        },
      },
      'component/kube-apiserver',
      '--kinds',
      'goroutine',
    );
    expect(run.code).toBe(0);
    expect(run.manifest().processes).toMatchObject([{id: 'kube-system/kube-apiserver', way: 'get --raw'}]);
  });

  it('what is forbidden names user, path and the rule to add', async () => {
    const error = 'Error from server (Forbidden): forbidden: User "eve" cannot get path "/debug/pprof/goroutine"';
    const run = await collect(
      {paths: {...paths(true, 'master'), '/debug/pprof/goroutine': {error}}},
      'component/kube-apiserver',
      '--kinds',
      'goroutine',
    );
    expect(run.stderr).toMatch(
      /eve may not get \/debug\/pprof\/goroutine; allow get on nonResourceURLs \/debug\/pprof\/\*/,
    );
  });
});
