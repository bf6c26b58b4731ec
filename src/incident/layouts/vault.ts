/**
 * `vault debug` and `bao debug`: one server; a folder for each interval, named by its time in UTC.
 *
 * Source: hashicorp/vault, command/debug.go, intervalCapture and persistCollection.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const vaultLayout: BundleLayout = pathLayout(
  {
    id: 'vault',
    title: 'Vault (vault debug)',
    marks: [
      /(?:^|\/)\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\/(?:heap|goroutine)\.prof$/,
      /(?:^|\/)(?:server_status|replication_status|host_info|vault)\.(?:json|log)$/,
    ],
  },
  [/(?:^|\/)(?<time>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\/[^/]+$/],
  () => 'vault',
);
