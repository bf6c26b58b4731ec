/**
 * kube-proxy: work that is done again for every service or endpoint at each sync.
 */
import type {Signature} from '../model/signature.ts';

export const KUBE_PROXY: readonly Signature[] = [
  {
    id: 'kube-proxy/node-addresses',
    verdict: 'cpu',
    stack: ['proxy/util.*GetNode*'],
    atLeast: 20,
    title:
      'kube-proxy lists every network interface and then its addresses at each sync, which grows with the square of the interfaces.',
    advice: [
      'Upgrade kube-proxy past Kubernetes PRs 103116 and 79444, which ask less often.',
      'Set --nodeport-addresses to what NodePorts should listen on, and raise --min-sync-period (--ipvs-min-sync-period).',
    ],
    references: [
      'https://github.com/kubernetes/kubernetes/pull/103116',
      'https://github.com/kubernetes/kubernetes/pull/79444',
    ],
    hits: [
      'syscall.NetlinkRIB;net.interfaceAddrTable;net.(*Interface).Addrs;k8s.io/kubernetes/pkg/proxy/util.GetNodeAddresses 40',
    ],
    misses: [
      'k8s.io/kubernetes/pkg/proxy/util.GetNodeAddresses 5',
      'k8s.io/kubernetes/pkg/proxy/util.GetLocalAddrs 40',
    ],
  },
  {
    id: 'kube-proxy/interface-addresses',
    verdict: 'cpu',
    stack: ['proxy/util.*RealNetwork*.Addrs'],
    atLeast: 20,
    title:
      'kube-proxy asks the kernel for the addresses of every interface at each sync; thousands of them on kube-ipvs0 make each answer long.',
    advice: ['Raise --ipvs-min-sync-period until then.'],
    fixedIn: 'Kubernetes v1.16.0',
    references: [
      'https://github.com/kubernetes/kubernetes/issues/73382',
      'https://github.com/kubernetes/kubernetes/pull/79444',
    ],
    hits: [
      'syscall.Syscall6;net.(*Interface).Addrs;k8s.io/kubernetes/pkg/proxy/util.RealNetwork.Addrs;k8s.io/kubernetes/pkg/proxy/util.(*RealNetwork).Addrs 74',
    ],
    misses: ['net.(*Interface).Addrs;example.com/app.Addrs 74', 'k8s.io/kubernetes/pkg/proxy/util.RealNetwork.Addrs 9'],
  },
  {
    id: 'kube-proxy/bind-addresses',
    verdict: 'cpu',
    stack: ['proxy/ipvs.(*netlinkHandle).EnsureAddressBind'],
    atLeast: 20,
    title: 'kube-proxy binds every service address to kube-ipvs0 again at each sync: two netlink calls a service.',
    advice: ['Raise --ipvs-min-sync-period until then.'],
    fixedIn: 'Kubernetes v1.19.0',
    references: [
      'https://github.com/kubernetes/kubernetes/issues/88212',
      'https://github.com/kubernetes/kubernetes/pull/92609',
    ],
    hits: [
      'syscall.Syscall6;github.com/vishvananda/netlink.(*Handle).AddrAdd;k8s.io/kubernetes/pkg/proxy/ipvs.(*netlinkHandle).EnsureAddressBind 30',
    ],
    misses: ['k8s.io/kubernetes/pkg/proxy/ipvs.(*netlinkHandle).EnsureAddressBind 4'],
  },
  {
    id: 'kube-proxy/ipvs-services',
    verdict: 'cpu',
    stack: ['*ipvs.(*Handle).doCmd*', 'proxy/ipvs.(*Proxier).sync*'],
    atLeast: 20,
    title:
      'kube-proxy reads every IPVS service and its endpoints one by one at each sync, although hardly any have changed.',
    advice: [
      'Raise --ipvs-min-sync-period and --ipvs-sync-period; 1.32 costs more than 1.31 here (issue 135230, open).',
      'Move to nftables mode, which writes differences.',
    ],
    references: ['https://github.com/kubernetes/kubernetes/issues/135230'],
    hits: [
      'syscall.Syscall6;github.com/moby/ipvs.execute;github.com/moby/ipvs.(*Handle).doCmdWithResponse;github.com/moby/ipvs.(*Handle).GetDestinations;k8s.io/kubernetes/pkg/proxy/ipvs.(*Proxier).syncEndpoint 50',
    ],
    misses: ['github.com/moby/ipvs.(*Handle).doCmdWithResponse;github.com/docker/libnetwork.(*network).addLB 50'],
  },
  {
    id: 'kube-proxy/stale-connections',
    verdict: 'cpu',
    stack: ['proxy*.detectStaleConn*'],
    atLeast: 20,
    title:
      'kube-proxy compares all old endpoints with all new ones to find stale connections, for TCP too, where nothing is done with the answer.',
    advice: ['Until then, many services that are not UDP make it worse: later releases look at UDP ports only.'],
    fixedIn: 'Kubernetes v1.17.0',
    references: ['https://github.com/kubernetes/kubernetes/pull/83208'],
    hits: ['runtime.memequal;k8s.io/kubernetes/pkg/proxy.detectStaleConnections 45'],
    misses: ['k8s.io/kubernetes/pkg/proxy.detectStaleConnections 8', 'example.com/app.detectStaleConnections 45'],
  },
];
