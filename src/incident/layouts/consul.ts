/**
 * `consul debug`: one agent; a folder for each interval, named by its time, with heap and goroutines, and one CPU profile
 * of the entire run beside them.
 *
 * Source: hashicorp/consul, command/debug/debug.go, makeIntervalDir and captureProfile.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const consulLayout: BundleLayout = pathLayout(
  {
    id: 'consul',
    title: 'Consul (consul debug)',
    marks: [
      /(?:^|\/)\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:Z|[+-]\d{4})\/(?:heap|goroutine)\.prof$/,
      /(?:^|\/)(?:consul\.log|agent\.json|members\.json)$/,
    ],
  },
  [
    /(?:^|\/)(?<time>\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:Z|[+-]\d{4}))\/[^/]+\.prof$/,
    /(?:^|\/)(?<process>)(?:profile\.prof|consul\.log)$/,
  ],
  () => 'consul',
);
