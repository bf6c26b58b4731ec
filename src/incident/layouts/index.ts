/**
 * The registry of layouts, asked in this order: those with the most telling paths first.
 */
import {ciliumLayout} from './cilium.ts';
import {clusterInfoLayout} from './cluster-info.ts';
import {cockroachLayout} from './cockroach.ts';
import {consulLayout} from './consul.ts';
import {istioLayout} from './istio.ts';
import type {BundleLayout} from './layout.ts';
import {minioLayout} from './minio.ts';
import {mustGatherLayout} from './must-gather.ts';
import {nomadLayout} from './nomad.ts';
import {promtoolLayout} from './promtool.ts';
import {sosreportLayout} from './sosreport.ts';
import {tidbLayout} from './tidb.ts';
import {vaultLayout} from './vault.ts';

export const LAYOUTS: readonly BundleLayout[] = [
  nomadLayout,
  cockroachLayout,
  ciliumLayout,
  istioLayout,
  mustGatherLayout,
  sosreportLayout,
  minioLayout,
  consulLayout,
  vaultLayout,
  promtoolLayout,
  tidbLayout,
  clusterInfoLayout,
];
