/**
 * `cilium-bugtool` and `cilium sysdump`: the first is of one agent, the second holds one of the first for each pod, and
 * stacks and logs of the other pods.
 *
 * Source: cilium/cilium, bugtool/cmd/root.go, pprofTraces and writeCmdToFile; cilium-cli, sysdump/constants.go.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const ciliumLayout: BundleLayout = pathLayout(
  {
    id: 'cilium',
    title: 'Cilium (cilium sysdump, cilium-bugtool)',
    marks: [
      /(?:^|\/)(?:cilium-bugtool-[^/]+\/cmd\/[^/]+|gops-[^/]+-\d{8}-\d{6}-(?:stack|stats|memstats)\.txt|cilium-bugtool-[^/]+\.tar(?:\.gz)?(?:\/[^/]+)*)$/,
    ],
  },
  [
    /(?:^|\/)cilium-bugtool-(?<process>[^/]+?)-(?<time>\d{8}-\d{6})(?:\.tar(?:\.gz)?)?\/(?:[^/]+\/)*(?:pprof-\w+|gops-stack-[^/]+)$/,
    /(?:^|\/)gops-(?<process>.+?)-(?<time>\d{8}-\d{6})-stack\.txt$/,
    /(?:^|\/)logs-(?<process>.+?)-(?<time>\d{8}-\d{6})(?:-prev)?\.log$/,
    /(?:^|\/)(?<process>)cmd\/(?:pprof-\w+|gops-stack-[^/]+)$/,
  ],
  (name) => (name === '' ? 'cilium-agent' : name),
);
