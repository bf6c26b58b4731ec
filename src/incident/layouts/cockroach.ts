/**
 * CockroachDB `debug zip`: a folder for each node, with the state at the time of the zip and what the node itself wrote
 * before: heap profiles and goroutine dumps, named by their time.
 *
 * Source: cockroachdb/cockroach, pkg/cli/zip_per_node.go, and the names of dumps in its tests.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const cockroachLayout: BundleLayout = pathLayout(
  {
    id: 'cockroach',
    title: 'CockroachDB (cockroach debug zip)',
    marks: [
      /(?:^|\/)nodes\/\d+\/(?:status\.json|cpu\.pprof|heap\.pprof|stacks\.txt|stacks_with_labels\.txt|details\.json|gossip\.json)$/,
    ],
  },
  [
    /(?:^|\/)(?<group>nodes)\/(?<process>\d+)\/(?:heapprof|goroutines|cpuprof)\/[^/]*?(?<time>\d{4}-\d\d-\d\dT\d\d_\d\d_\d\d)[^/]*$/,
    /(?:^|\/)(?<group>nodes)\/(?<process>\d+)\/logs\/[^/]+$/,
    /(?:^|\/)(?<group>nodes)\/(?<process>\d+)\/[^/]+$/,
  ],
  (id) => `node ${id}`,
);
