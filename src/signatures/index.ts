/**
 * The registry of signature packs, each list alphabetical. Where several fit, the first counts; idle shapes are asked for
 * apart.
 */
import type {Signature} from '../model/signature.ts';
import {CLIENT_GO} from './client-go.ts';
import {CLIENTS} from './clients.ts';
import {DATABASE_SQL} from './database-sql.ts';
import {ETCD} from './etcd.ts';
import {CONTAINERS} from './field/containers.ts';
import {CONTROLLERS} from './field/controllers.ts';
import {HASHICORP} from './field/hashicorp.ts';
import {MESSAGING} from './field/messaging.ts';
import {MONITORING} from './field/monitoring.ts';
import {NETWORKING} from './field/networking.ts';
import {STORES} from './field/stores.ts';
import {GRPC} from './grpc.ts';
import {HEAP} from './heap.ts';
import {IDLE} from './idle.ts';
import {IDLE_CLIENTS} from './idle-clients.ts';
import {KERNEL} from './kernel/index.ts';
import {KUBE_PROXY} from './kube-proxy.ts';
import {KUBERNETES} from './kubernetes.ts';
import {NET_HTTP} from './net-http.ts';

/** Of projects beyond the control plane and its clients. Pages are given those that may apply, for their size. */
export const FIELD_SIGNATURES: readonly Signature[] = [
  ...CONTAINERS,
  ...CONTROLLERS,
  ...HASHICORP,
  ...KERNEL,
  ...MESSAGING,
  ...MONITORING,
  ...NETWORKING,
  ...STORES,
];

/** Of Go itself, Kubernetes and what most programs use: pages carry them. */
export const CORE_SIGNATURES: readonly Signature[] = [
  ...CLIENT_GO,
  ...CLIENTS,
  ...DATABASE_SQL,
  ...ETCD,
  ...GRPC,
  ...HEAP,
  ...IDLE,
  ...IDLE_CLIENTS,
  ...KUBE_PROXY,
  ...KUBERNETES,
  ...NET_HTTP,
];

export const SIGNATURES: readonly Signature[] = [...FIELD_SIGNATURES, ...CORE_SIGNATURES];
