/**
 * `promtool debug pprof` and `debug all`: one Prometheus, plain names beside each other.
 *
 * Source: prometheus/prometheus, cmd/promtool/main.go, pprofEndpoints.
 */
import {type BundleLayout, pathLayout} from './layout.ts';

export const promtoolLayout: BundleLayout = pathLayout(
  {
    id: 'promtool',
    title: 'Prometheus (promtool debug)',
    marks: ['cpu', 'block', 'goroutine', 'heap', 'mutex', 'threadcreate'].map(
      (kind) => new RegExp(`(?:^|/)${kind}\\.pb$`),
    ),
  },
  [/(?:^|\/)(?<process>)(?:cpu|block|goroutine|heap|mutex|threadcreate)\.pb$/],
  () => 'prometheus',
);
