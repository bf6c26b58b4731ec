/**
 * `kubectl cluster-info dump --output-directory`: logs of every pod in `NAMESPACE/POD/logs.txt`; dumps stand in the logs.
 *
 * Source: kubernetes/kubectl, pkg/cmd/clusterinfo/clusterinfo_dump.go.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const clusterInfoLayout: BundleLayout = pathLayout(
  {
    id: 'cluster-info',
    title: 'Kubernetes (kubectl cluster-info dump)',
    marks: [/(?:^|\/)[^/]+\/[^/]+\/logs\.txt$/, /(?:^|\/)nodes\.(?:json|yaml)$/, /(?:^|\/)[^/]+\/pods\.(?:json|yaml)$/],
  },
  [/(?:^|\/)(?<process>(?<group>[^/]+)\/[^/]+)\/logs\.txt$/],
);
