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
    .option('--parallel <n>', 'processes at a time; one request at a time in each', '8')
    .option('--max-bytes <size>', 'drop a profile that is larger', '256MiB')
    .option('--max-goroutines <n>', 'take no text dump of more: it stops the process for too long', '10000')
    .option('--timeout <seconds>', 'give up an answer this long after its sampling time', '15')
    .optionsGroup('Cluster:')
    .option('-n, --namespace <name>', 'namespace of pods (default: that of the context)')
    .option('-l, --selector <labels>', 'pods of pod:PORT')
    .option('--context <name>', 'context of the kubeconfig')
    .option('--kubeconfig <file>', 'another kubeconfig')
    .option('--kubectl <path>', 'the kubectl to run', 'kubectl')
    .addOption(new Option('--via <way>', 'how pods are reached').choices(['forward', 'proxy']).default('forward'))
    .option('--show-identity', 'send a token to control-plane pods that cannot prove who they are')
    .optionsGroup('URLs:')
    .addOption(new Option('--header <@file>', 'headers for URLs, one a line, from a file').argParser(collected))
    .option('--ca <file>', 'certificate authority (PEM) to trust')
    .option('--cert <file>', 'client certificate (PEM), e.g. for etcd')
    .option('--key <file>', 'key of the client certificate (PEM)')
    .option('--insecure', 'do not verify certificates');
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
  throw failure('USAGE', `--${option} wants a whole number above 0, not ${text}`);
}
