/**
 * OpenShift `oc adm must-gather` and `oc adm inspect`: logs of containers by namespace and pod; dumps stand in the logs.
 *
 * Source: the paths that public tools read of such folders; the name of a container stands in them twice.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const mustGatherLayout: BundleLayout = pathLayout(
  {
    id: 'must-gather',
    title: 'OpenShift (oc adm must-gather)',
    marks: [/(?:^|\/)namespaces\/[^/]+\/pods\/[^/]+\/[^/]+\/[^/]+\/logs\/(?:current|previous)(?:\.insecure)?\.log$/],
  },
  [
    /(?:^|\/)namespaces\/(?<process>(?<group>[^/]+)\/pods\/[^/]+\/[^/]+)\/[^/]+\/logs\/(?<label>current|previous)(?:\.insecure)?\.log$/,
    /(?:^|\/)namespaces\/(?<process>(?<group>[^/]+)\/pods\/[^/]+)\/[^/]+$/,
  ],
  (name) => name.replace('/pods/', '/'),
);
