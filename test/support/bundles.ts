/**
 * Bundles of other tools in their documented layouts, around samples of the project: what each process is, and what is
 * wrong with it, is known.
 *
 * Where a layout comes from is said in its file of src/incident/layouts.
 */
import {readFileSync} from 'node:fs';
import {gunzipSync, gzipSync} from 'node:zlib';
import {goroutinesAsSamples} from '../../src/analysis/goroutines/samples.ts';
import {readProfile} from '../../src/read.ts';
import {encodePprof} from '../../src/render/exchange/pprof.ts';
import {type File, file} from './archives.ts';
import {dump} from './incident-text.ts';
import {samplePath} from './samples.ts';

export interface Bundle {
  /** Title of the layout. */
  readonly maker: RegExp;
  readonly files: readonly File[];
  /** Processes, and what the first finding of each names; '' for a healthy one. */
  readonly processes: Readonly<Record<string, RegExp | ''>>;
  /** Entries that are evidence. */
  readonly profiles: number;
}

const sample = (name: string): Buffer => readFileSync(samplePath(name));
const CPU = sample('nodeips-hot/cpu-before.pb.gz');
const HEAP = sample('misc/etcd-heap.pb.gz');

/** 400 goroutines that wait to send, and a few that wait for work. */
export const STUCK: string = dump([
  '[chan send, @40 minutes] main.(*Feeder).push(0xc#) < main.(*Feeder).run by main.(*Feeder).Start *400',
  '[IO wait, 40 minutes] internal/poll.runtime_pollWait < net.(*netFD).accept < main.main *3',
]);
/** What a runtime writes that records no waits. */
const NOTHING = sample('misc/mutex-empty.pb.gz');
const FEEDER = /Feeder\)\.push/;
const IDLE = dump(['[select] main.loop < main.main *4']);
/** The same as profiles that Go writes. */
const STUCK_PROFILE = profileOf(
  dump([
    '[chan send] runtime.gopark < runtime.chansend < runtime.chansend1 < main.(*Feeder).push < main.(*Feeder).run *400',
    '[select] runtime.gopark < runtime.selectgo < main.loop < main.main *4',
  ]),
);
const IDLE_PROFILE = profileOf(dump(['[select] runtime.gopark < runtime.selectgo < main.loop < main.main *4']));
const NODE_IPS = /NodeIPs/;

function profileOf(text: string): Uint8Array {
  return encodePprof(goroutinesAsSamples(readProfile(new TextEncoder().encode(text))));
}

/** A dump as a container's log has it: every line after its time, between other lines. */
export function logOf(text: string): string {
  const lines = ['starting', 'ready', 'panic: out of patience', '', ...text.trimEnd().split('\n'), 'exit'];
  return lines.map((line, i) => `2026-11-27T10:00:${String(i % 60).padStart(2, '0')}.000000000Z ${line}\n`).join('');
}

const TRACE = file('trace.out', 'go 1.22 trace\0\0\0');
const at = (folder: string, {bytes, path}: File): File => file(`${folder}/${path}`, bytes);

export const BUNDLES: Readonly<Record<string, Bundle>> = {
  nomad: {
    maker: /Nomad/,
    profiles: 6,
    processes: {'server/s1.global': FEEDER, 'client/9b1c': NODE_IPS},
    files: [
      file('nomad-debug-2026-11-27-100000Z/index.json', '["server/s1.global/goroutine.prof"]'),
      file('nomad-debug-2026-11-27-100000Z/server/s1.global/agent-host.json', '{}'),
      file('nomad-debug-2026-11-27-100000Z/server/s1.global/goroutine.prof', STUCK_PROFILE),
      file('nomad-debug-2026-11-27-100000Z/server/s1.global/goroutine-debug1.txt', STUCK),
      at('nomad-debug-2026-11-27-100000Z/server/s1.global', file('trace.prof', TRACE.bytes)),
      file('nomad-debug-2026-11-27-100000Z/client/9b1c/profile_0000.prof', CPU),
      file('nomad-debug-2026-11-27-100000Z/client/9b1c/profile_0001.prof', CPU),
      file('nomad-debug-2026-11-27-100000Z/client/9b1c/goroutine.prof', IDLE_PROFILE),
      file('nomad-debug-2026-11-27-100000Z/client/9b1c/monitor.log', logOf(STUCK).slice(0, 90)),
      file('nomad-debug-2026-11-27-100000Z/client/9b1c/goroutine-debug2.txt', IDLE),
    ],
  },
  consul: {
    maker: /Consul/,
    profiles: 4,
    processes: {consul: FEEDER},
    files: [
      file('consul-debug-2026-11-27T10-00-00Z/index.json', '{"Version":1,"AgentVersion":"1.20.0"}'),
      file('consul-debug-2026-11-27T10-00-00Z/agent.json', '{}'),
      file('consul-debug-2026-11-27T10-00-00Z/2026-11-27T10-00-00Z/goroutine.prof', IDLE_PROFILE),
      file('consul-debug-2026-11-27T10-00-00Z/2026-11-27T10-00-30Z/goroutine.prof', STUCK_PROFILE),
      file('consul-debug-2026-11-27T10-00-00Z/2026-11-27T10-00-30Z/heap.prof', HEAP),
      file('consul-debug-2026-11-27T10-00-00Z/profile.prof', sample('misc/etcd-cpu.pb.gz')),
      at('consul-debug-2026-11-27T10-00-00Z', TRACE),
    ],
  },
  vault: {
    maker: /Vault/,
    profiles: 2,
    processes: {vault: FEEDER},
    files: [
      file('vault-debug-2026-11-27T10-00-00Z/index.json', '{"vault_address":"http://127.0.0.1:8200"}'),
      file('vault-debug-2026-11-27T10-00-00Z/server_status.json', '[]'),
      file('vault-debug-2026-11-27T10-00-00Z/2026-11-27T10-00-00Z/goroutine.prof', STUCK_PROFILE),
      file('vault-debug-2026-11-27T10-00-00Z/2026-11-27T10-00-00Z/heap.prof', HEAP),
      at('vault-debug-2026-11-27T10-00-00Z/2026-11-27T10-00-00Z', TRACE),
    ],
  },
  cockroach: {
    maker: /CockroachDB/,
    profiles: 6,
    processes: {'node 1': FEEDER, 'node 2': NODE_IPS},
    files: [
      file('debug/nodes/1/status.json', '{}'),
      file('debug/nodes/1/stacks.txt', STUCK),
      file(
        'debug/nodes/1/goroutines/goroutine_dump.2026-11-27T08_13_57.498.double_since_last_dump.000000100.txt.gz',
        gzipSync(dump(['[select] main.loop < main.main *100'])),
      ),
      file(
        'debug/nodes/1/goroutines/goroutine_dump.2026-11-27T09_13_57.498.double_since_last_dump.000000210.txt.gz',
        gzipSync(
          dump([
            '[chan send, @20 minutes] main.(*Feeder).push(0xc#) < main.(*Feeder).run by main.(*Feeder).Start *200',
            '[select] main.loop < main.main *10',
          ]),
        ),
      ),
      file('debug/nodes/1/heapprof/memstats.2026-11-27T09_13_57.413.371441664.txt', 'HeapAlloc: 12\n'),
      file('debug/nodes/2/details.json', '{}'),
      file('debug/nodes/2/cpu.pprof', CPU),
      file('debug/nodes/2/stacks.txt', IDLE),
      file('debug/nodes/2/logs/cockroach.log', logOf('goroutine 1 [running]:\nmain.main()\n\t/x/main.go:5 +0x1d\n')),
    ],
  },
  promtool: {
    maker: /Prometheus/,
    profiles: 3,
    processes: {prometheus: FEEDER},
    files: [
      file('cpu.pb', gunzipSync(sample('misc/etcd-cpu.pb.gz'))),
      file('goroutine.pb', STUCK_PROFILE),
      file('heap.pb', gunzipSync(HEAP)),
      file('block.pb', NOTHING),
      file('mutex.pb', NOTHING),
      file('threadcreate.pb', NOTHING),
      file('metrics.txt', '# HELP up up\nup 1\n'),
    ],
  },
  cilium: {
    maker: /Cilium/,
    profiles: 3,
    processes: {'cilium-abcde': FEEDER, 'hubble-relay-1-hubble-relay': ''},
    files: [
      file('cilium-sysdump-20261127-100000/k8s-nodes-20261127-100000.yaml', 'items: []\n'),
      file(
        'cilium-sysdump-20261127-100000/cilium-bugtool-cilium-abcde-20261127-100000/cmd/gops-stack-$(pidof-cilium-agent).md',
        `# gops stack $(pidof cilium-agent)\n\n\`\`\`\n${STUCK}\n\`\`\`\n`,
      ),
      file('cilium-sysdump-20261127-100000/cilium-bugtool-cilium-abcde-20261127-100000/cmd/pprof-heap', HEAP),
      file('cilium-sysdump-20261127-100000/cilium-bugtool-cilium-abcde-20261127-100000/cmd/pprof-trace', TRACE.bytes),
      file('cilium-sysdump-20261127-100000/gops-hubble-relay-1-hubble-relay-20261127-100000-stack.txt', IDLE),
    ],
  },
  istio: {
    maker: /Istio/,
    profiles: 1,
    processes: {'istio-system/istiod-1': FEEDER},
    files: [
      file('bug-report/cluster/nodes', 'none\n'),
      file('bug-report/istio/istio-system/istiod-1/discovery.log', logOf(STUCK)),
      file('bug-report/proxies/shop/web-1/istio-proxy.log', logOf('nothing\n')),
    ],
  },
  'must-gather': {
    maker: /OpenShift/,
    profiles: 1,
    processes: {'openshift-etcd/etcd-1/etcd': FEEDER},
    files: [
      file('must-gather.local.1/quay-io-sha256-1/version', '4.18\n'),
      file(
        'must-gather.local.1/quay-io-sha256-1/namespaces/openshift-etcd/pods/etcd-1/etcd/etcd/logs/current.log',
        logOf('fine\n'),
      ),
      file(
        'must-gather.local.1/quay-io-sha256-1/namespaces/openshift-etcd/pods/etcd-1/etcd/etcd/logs/previous.log',
        logOf(STUCK),
      ),
    ],
  },
  sosreport: {
    maker: /sos report/,
    profiles: 1,
    processes: {'sosreport-web1-2026-11-27-abc': FEEDER},
    files: [
      file('sosreport-web1-2026-11-27-abc/sos_commands/process/ps_auxwww', 'USER PID\n'),
      file('sosreport-web1-2026-11-27-abc/var/log/messages', logOf(STUCK)),
      file('sosreport-web1-2026-11-27-abc/etc/hostname', 'web1\n'),
    ],
  },
  minio: {
    maker: /MinIO/,
    profiles: 4,
    processes: {'n1:9000': FEEDER, 'n2:9000': NODE_IPS},
    files: [
      file('profile-n1:9000-goroutines.txt', STUCK),
      file('profile-n1:9000-goroutines-before,debug=2.txt', IDLE),
      file('profile-n1:9000-trace.trace', TRACE.bytes),
      file('profile-n2:9000-cpu.pprof', CPU),
      file('profile-n2:9000-goroutines.txt', IDLE),
      file('cluster.info', '{}'),
    ],
  },
  tidb: {
    maker: /TiDB/,
    profiles: 3,
    processes: {'tidb-server': FEEDER},
    files: [
      file('version', 'Release Version: v8\n'),
      file('config', '{}'),
      file('goroutine', STUCK_PROFILE),
      file('heap', HEAP),
      file('mutex', NOTHING),
      file('profile', sample('misc/etcd-cpu.pb.gz')),
    ],
  },
  'cluster-info': {
    maker: /cluster-info dump/,
    profiles: 1,
    processes: {'shop/web-1': FEEDER},
    files: [
      file('nodes.json', '{}'),
      file('shop/pods.json', '{}'),
      file(
        'shop/web-1/logs.txt',
        `==== START logs for container web of pod shop/web-1 ====\n${logOf(STUCK)}==== END logs for container web of pod shop/web-1 ====\n`,
      ),
      file('shop/web-2/logs.txt', '==== START logs for container web of pod shop/web-2 ====\n'),
    ],
  },
};
