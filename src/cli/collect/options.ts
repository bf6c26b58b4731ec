/**
 * The options that `collect` and `watch` share: how processes are reached, and what bounds the requests.
 */
import {type Command, Option} from 'commander';
import {failure} from '../../base/errors.ts';
import {Cluster} from '../cluster/cluster.ts';
import {Kubectl} from '../cluster/kubectl.ts';
import {collected} from '../input/collected.ts';
import {byteSize, fetchOptions} from '../input/read-options.ts';
import type {resolveTargets} from './resolve.ts';

export interface ReachChoices {
  readonly parallel: string;
  readonly maxBytes: string;
  readonly maxGoroutines: string;
  readonly timeout: string;
  readonly namespace?: string;
  readonly selector?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly kubectl: string;
  readonly showIdentity?: boolean;
  readonly via?: string;
  readonly header?: readonly string[];
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly insecure?: boolean;
}

export const TARGETS = 'HOST:PORT, URL, deploy/NAME:PORT, pod/NAME:PORT, component/NAME, node/NAME, control-plane';

export function addReachOptions(command: Command): Command {
  return command
    .option('--parallel <n>', 'processes to fetch from in parallel, one request at a time each', '8')
    .option('--max-bytes <size>', 'skip profiles larger than this', '256MiB')
    .option('--max-goroutines <n>', 'skip the text dump above this number: it pauses the process too long', '10000')
    .option('--timeout <seconds>', 'time limit of a request, beyond its sampling time', '15')
    .optionsGroup('Cluster:')
    .option('-n, --namespace <name>', "namespace of pods (default: the context's)")
    .option('-l, --selector <labels>', 'label selector for pod:PORT')
    .option('--context <name>', 'kubeconfig context')
    .option('--kubeconfig <file>', 'path of the kubeconfig')
    .option('--kubectl <path>', 'kubectl to run', 'kubectl')
    .addOption(new Option('--via <way>', 'how to reach pods').choices(['forward', 'proxy']).default('forward'))
    .option(
      '--show-identity',
      'send your token to controller-manager and scheduler (not needed with a client certificate)',
    )
    .optionsGroup('URLs:')
    .addOption(new Option('--header <@file>', 'read HTTP headers from a file, one per line').argParser(collected))
    .option('--ca <file>', 'trust this certificate authority (PEM)')
    .option('--cert <file>', 'client certificate (PEM), e.g. for etcd')
    .option('--key <file>', 'private key of the client certificate (PEM)')
    .option('--insecure', 'skip TLS certificate verification');
}

/** @throws USAGE naming the option that makes no sense */
export function resolveOptions(choices: ReachChoices): Parameters<typeof resolveTargets>[1] {
  let cluster: Cluster | undefined;
  const {context, kubeconfig, kubectl} = choices;
  return {
    cluster: () => {
      cluster ??= new Cluster(new Kubectl({context, kubeconfig, kubectl}));
      return cluster;
    },
    namespace: choices.namespace,
    selector: choices.selector,
    showsIdentity: choices.showIdentity === true,
    usesProxy: choices.via === 'proxy',
    fetch: fetchOptions(fetchChoicesOf(choices)),
    bounds: {
      maxBytes: byteSize(choices.maxBytes, 'max-bytes') ?? Number.POSITIVE_INFINITY,
      timeoutMillis: positive(choices.timeout, 'timeout') * 1000,
    },
  };
}

/** What of the options is for URLs; `--timeout` and `--max-bytes` have another meaning here. */
function fetchChoicesOf({ca, cert, header, insecure, key}: ReachChoices): Parameters<typeof fetchOptions>[0] {
  return {
    ...(header === undefined ? {} : {header}),
    ...(ca === undefined ? {} : {ca}),
    ...(cert === undefined ? {} : {cert}),
    ...(key === undefined ? {} : {key}),
    ...(insecure === undefined ? {} : {insecure}),
  };
}

/** @throws USAGE */
export function positive(text: string, option: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 10_000_000) return value;
  throw failure('USAGE', `--${option} expects a whole number above 0, not ${text}`);
}
