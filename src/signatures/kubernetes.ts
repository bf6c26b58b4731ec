/**
 * Kubernetes components: leaks and hot spots that were seen and fixed upstream.
 */
import type {Signature} from '../model/signature.ts';

export const KUBERNETES: readonly Signature[] = [
  {
    id: 'k8s/delete-collection',
    verdict: 'goroutine-leak',
    stack: ['registry/generic/registry.(*Store).DeleteCollection.func*'],
    isLeaf: true,
    states: ['send'],
    atLeast: 5,
    title:
      'DeleteCollection hands its items to workers over a channel; when every worker has returned on an error, the distributor blocks forever.',
    advice: [
      'Find who calls it: look for verb deletecollection with errors in the audit log, and stop or slow that client.',
    ],
    references: [
      'https://github.com/kubernetes/kubernetes/pull/105606',
      'https://github.com/kubernetes/kubernetes/pull/105872',
      'https://github.com/kubernetes/kubernetes/issues/90743',
    ],
    fixedIn: 'Kubernetes v1.23.0 (k8s.io/apiserver@v0.23.0)',
    hits: [
      'k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection.func1 18230 [send]',
    ],
    misses: [
      'k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection.func2 3 [recv]',
      'k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection 500 [send]',
    ],
  },
  {
    id: 'k8s/timeout-handler',
    verdict: 'goroutine-leak',
    stack: ['apiserver/pkg/server/filters.(*timeoutHandler).ServeHTTP.func*'],
    isLeaf: true,
    states: ['send'],
    atLeast: 5,
    title: 'A handler that finishes after its request has timed out sends its result to nobody.',
    advice: ['Find out why requests time out: they come first.'],
    references: ['https://github.com/kubernetes/kubernetes/pull/83333'],
    fixedIn: 'Kubernetes v1.17.0 (k8s.io/apiserver@v0.17.0)',
    hits: ['k8s.io/apiserver/pkg/server/filters.(*timeoutHandler).ServeHTTP.func1 90 [send]'],
    misses: ['k8s.io/apiserver/pkg/server/filters.(*timeoutHandler).ServeHTTP 90 [select]'],
  },
  {
    id: 'k8s/stream-watcher',
    verdict: 'goroutine-leak',
    stack: ['apimachinery/pkg/watch.(*StreamWatcher).receive'],
    isLeaf: true,
    states: ['send'],
    atLeast: 3,
    title: 'A watch was given up without Stop: its receiver still has an event to deliver and nobody reads.',
    advice: ['Call Stop on every watch.Interface, also on error paths, and drain ResultChan.'],
    references: ['https://github.com/kubernetes/kubernetes/pull/98653'],
    fixedIn: 'Kubernetes v1.21.0 (k8s.io/apimachinery@v0.21.0)',
    hits: ['k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive 40 [send]'],
    misses: ['k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive 40 [io]'],
  },
  {
    id: 'k8s/cache-watcher',
    verdict: 'goroutine-leak',
    stack: ['*.(*cacheWatcher).sendWatchCacheEvent'],
    isLeaf: true,
    states: ['send', 'select'],
    atLeast: 1,
    title:
      'The watch server timed out while the result channel was full: the cache watcher keeps sending to it although nobody reads it any more.',
    advice: ['Upgrade past Kubernetes PR 38669 (the send also selects on the end of the watch).'],
    references: [
      'https://github.com/kubernetes/kubernetes/pull/38669',
      'https://github.com/kubernetes/kubernetes/issues/38670',
    ],
    hits: [
      'k8s.io/kubernetes/pkg/storage.(*cacheWatcher).sendWatchCacheEvent;k8s.io/kubernetes/pkg/storage.(*cacheWatcher).process 1 [send]',
    ],
    misses: ['k8s.io/kubernetes/pkg/storage.(*cacheWatcher).process 1 [recv]'],
  },
  {
    id: 'k8s/convert-recursive-response',
    verdict: 'goroutine-leak',
    stack: ['storage/etcd.(*etcdWatcher).convertRecursiveResponse'],
    states: ['send', 'select', 'recv'],
    atLeast: 50,
    title: 'Watchers of the etcd2 storage are never asked to end.',
    references: [
      'https://github.com/kubernetes/kubernetes/issues/70207',
      'https://github.com/kubernetes/kubernetes/issues/65732',
    ],
    hits: ['k8s.io/apiserver/pkg/storage/etcd.(*etcdWatcher).convertRecursiveResponse 563 [send]'],
    misses: ['k8s.io/apiserver/pkg/storage/etcd.(*etcdWatcher).convertRecursiveResponse 4 [send]'],
  },
  {
    id: 'k8s/availability-check',
    verdict: 'goroutine-leak',
    stack: ['kube-aggregator/pkg/controllers/status.(*AvailableConditionController).sync.func*'],
    isLeaf: true,
    states: ['send'],
    atLeast: 3,
    title:
      'A slow availability check of an aggregated API ends after its caller has given up, and its error channel has no room.',
    references: ['https://github.com/kubernetes/kubernetes/pull/91160'],
    hits: ['k8s.io/kube-aggregator/pkg/controllers/status.(*AvailableConditionController).sync.func3 12 [send]'],
    misses: ['k8s.io/kube-aggregator/pkg/controllers/status.(*AvailableConditionController).sync 12 [recv]'],
  },
  {
    id: 'k8s/nested-pending-operations',
    verdict: 'goroutine-leak',
    stack: ['nestedpendingoperations.(*nestedPendingOperations).Wait'],
    states: ['cond'],
    atLeast: 5,
    title:
      'Waits for volume operations to be gone, but one that has failed stays in the list to remember its back-off, and nothing signals any more.',
    advice: ['Look for volume operations that keep failing in the log of the kubelet or the controller manager.'],
    references: [
      'https://github.com/kubernetes/kubernetes/issues/136075',
      'https://github.com/kubernetes/kubernetes/pull/136090',
    ],
    hits: [
      'sync.runtime_notifyListWait;sync.(*Cond).Wait;k8s.io/kubernetes/pkg/volume/util/nestedpendingoperations.(*nestedPendingOperations).Wait 5 [cond]',
    ],
    misses: [
      'k8s.io/kubernetes/pkg/volume/util/nestedpendingoperations.(*nestedPendingOperations).Wait 1 [cond]',
      'k8s.io/kubernetes/pkg/volume/util/nestedpendingoperations.(*nestedPendingOperations).Run.func1 50 [syscall]',
    ],
  },
  {
    id: 'k8s/example-plugin',
    verdict: 'goroutine-leak',
    stack: ['pluginwatcher.(*examplePlugin).NotifyRegistrationStatus'],
    isLeaf: true,
    states: ['send'],
    atLeast: 1,
    title:
      "The example plugin of the kubelet's tests sends its status to a channel that no test reads: harmless elsewhere.",
    references: ['https://github.com/kubernetes/kubernetes/issues/107193'],
    hits: [
      'k8s.io/kubernetes/pkg/kubelet/pluginmanager/pluginwatcher.(*examplePlugin).NotifyRegistrationStatus 1 [send]',
    ],
    misses: ['k8s.io/kubernetes/pkg/kubelet/pluginmanager/pluginwatcher.(*examplePlugin).GetInfo 1 [send]'],
  },
  {
    id: 'k8s/spdy-streams',
    verdict: 'connection-leak',
    stack: ['moby/spdystream.(*Connection).shutdown'],
    atLeast: 20,
    title: 'Exec, attach or port-forward streams are closed but their connections wait on for the other side.',
    advice: ['That release mends port-forward; for exec and attach look at Kubernetes issue 105830.'],
    fixedIn: 'Kubernetes v1.20.7',
    references: [
      'https://github.com/kubernetes/kubernetes/pull/99839',
      'https://github.com/kubernetes/kubernetes/issues/105830',
    ],
    hits: ['github.com/moby/spdystream.(*Connection).shutdown 60 [select]'],
    misses: ['github.com/moby/spdystream.(*Connection).shutdown 2 [select]'],
  },
  {
    id: 'k8s/ipvs-node-ips',
    verdict: 'cpu',
    stack: ['proxy/ipvs.(*realIPGetter).NodeIPs'],
    atLeast: 20,
    title:
      'kube-proxy asks the kernel for all addresses of the node again for every service, so each sync costs services times addresses.',
    advice: [
      'Upgrade kube-proxy to a release that asks once per sync (Kubernetes PR 138927).',
      'Until then: fewer NodePort services, a longer --ipvs-min-sync-period, or iptables/nftables mode.',
    ],
    references: [
      'https://github.com/kubernetes/kubernetes/pull/138927',
      'https://github.com/kubernetes/kubernetes/issues/66491',
    ],
    hits: [
      'github.com/vishvananda/netlink.(*Handle).RouteListFiltered;k8s.io/kubernetes/pkg/proxy/ipvs.(*netlinkHandle).GetLocalAddresses;k8s.io/kubernetes/pkg/proxy/ipvs.(*realIPGetter).NodeIPs 76',
    ],
    misses: ['k8s.io/kubernetes/pkg/proxy/ipvs.(*realIPGetter).NodeIPs 3'],
  },
];
