/**
 * The registry of signature packs, alphabetical. Where several fit, the first counts; idle shapes are asked for apart.
 */
import type {Signature} from '../model/signature.ts';
import {CLIENT_GO} from './client-go.ts';
import {CLIENTS} from './clients.ts';
import {DATABASE_SQL} from './database-sql.ts';
import {ETCD} from './etcd.ts';
import {GRPC} from './grpc.ts';
import {HEAP} from './heap.ts';
import {IDLE} from './idle.ts';
import {IDLE_CLIENTS} from './idle-clients.ts';
import {KUBE_PROXY} from './kube-proxy.ts';
import {KUBERNETES} from './kubernetes.ts';
import {NET_HTTP} from './net-http.ts';

export const SIGNATURES: readonly Signature[] = [
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
