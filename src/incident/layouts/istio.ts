/**
 * `istioctl bug-report`: logs of istiod, proxies and operators by namespace and pod; dumps stand in the logs.
 *
 * Source: istio/istio, tools/bug-report/pkg/archive/archive.go.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const istioLayout: BundleLayout = pathLayout(
  {
    id: 'istio',
    title: 'Istio (istioctl bug-report)',
    marks: [/(?:^|\/)bug-report\/(?:istio|proxies|operator|cluster|analyze)\//],
  },
  [/(?:^|\/)bug-report\/(?:istio|proxies|operator)\/(?<process>(?<group>[^/]+)\/[^/]+)\/[^/]+$/],
);
