/**
 * `nomad operator debug`: folders `server/NAME` and `client/ID` below `nomad-debug-TIME`.
 *
 * CPU profiles are numbered by interval, all others are those of the last interval. Source: hashicorp/nomad,
 * command/operator_debug.go, collectPprof and writeManifest.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const nomadLayout: BundleLayout = pathLayout(
  {
    id: 'nomad',
    title: 'Nomad (nomad operator debug)',
    marks: [/(?:^|\/)(?:server|client)\/[^/]+\/(?:agent-host\.json|profile_\d{4}\.prof|goroutine-debug\d\.txt)$/],
  },
  [
    /(?:^|\/)(?<process>(?<group>server|client)\/[^/]+)\/profile_(?<label>\d{4})\.prof$/,
    /(?:^|\/)(?<process>(?<group>server|client)\/[^/]+)\/[^/]+$/,
  ],
);
