/**
 * What to do about too many or too large objects of a Kubernetes kind: commands that a person can run.
 */
import {say, sayLater} from '../../base/language/say.ts';
import type {Resource} from '../../model/finding.ts';

const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  ReplicaSet: [
    sayLater("Count what is left over: `kubectl get replicasets -A --no-headers | awk '$3==0 && $4==0' | wc -l`"),
    sayLater(
      'Find Deployments that keep too many: `kubectl get deployments -A -o jsonpath=\'{range .items[*]}{.spec.revisionHistoryLimit}{"\\t"}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}\' | sort -rn | head`',
    ),
    sayLater(
      'Set spec.revisionHistoryLimit (2 to 5 is plenty; 10 is the default of apps/v1, objects made through extensions/v1beta1 have no limit) and the controller deletes the old ReplicaSets.',
    ),
  ],
  Event: [
    sayLater('Count them: `kubectl get events -A --no-headers | wc -l`'),
    sayLater(
      'Shorten --event-ttl of the API server, or give events an etcd of their own (--etcd-servers-overrides=/events#…).',
    ),
  ],
  ConfigMap: [
    sayLater(
      "Find who keeps many or large ones: `kubectl get configmaps -A --no-headers | awk '{print $1}' | sort | uniq -c | sort -rn | head`",
    ),
    sayLater('Helm 2 and some operators store their history here: limit it (helm --history-max), delete old ones.'),
    sayLater(
      'Find the client that lists them all again and again (audit log, apiserver_request_total{resource="configmaps",verb="LIST"}); let it page or watch.',
    ),
  ],
  Secret: [
    sayLater(
      "Find who keeps many: `kubectl get secrets -A --no-headers | awk '{print $1, $3}' | sort | uniq -c | sort -rn | head`",
    ),
    sayLater("Limit Helm's release history (helm upgrade --history-max 5) and delete old helm.sh/release.v1 Secrets."),
  ],
  Pod: [
    sayLater('Count finished ones: `kubectl get pods -A --field-selector=status.phase!=Running --no-headers | wc -l`'),
    sayLater('Lower --terminated-pod-gc-threshold of the controller manager, and set ttlSecondsAfterFinished on Jobs.'),
  ],
  Job: [
    sayLater('Count them: `kubectl get jobs -A --no-headers | wc -l`'),
    sayLater(
      'Set spec.ttlSecondsAfterFinished on Jobs and successfulJobsHistoryLimit/failedJobsHistoryLimit on CronJobs.',
    ),
  ],
  ControllerRevision: [
    sayLater('Set spec.revisionHistoryLimit on the StatefulSets and DaemonSets that own them.'),
    sayLater('Count them: `kubectl get controllerrevisions -A --no-headers | wc -l`'),
  ],
  Lease: [sayLater('Look for node and leader-election churn: `kubectl get leases -A --no-headers | wc -l`')],
  Endpoints: [
    sayLater('Large Services rewrite their whole Endpoints object at each change: let clients read EndpointSlices.'),
    sayLater('Look for endpoint churn: `kubectl get endpoints -A -w`'),
  ],
  EndpointSlice: [sayLater('Look for endpoint churn: `kubectl get endpointslices -A -w`')],
  Node: [
    sayLater(
      'Node status and images change often: trim node.status.images (--node-status-max-images), check clients that list nodes.',
    ),
  ],
  CustomResourceDefinition: [
    sayLater('Count them: `kubectl get crds --no-headers | wc -l`; each costs schema and OpenAPI memory.'),
  ],
};

/** Everything that is written here, for redaction: words that are no secrets. */
export function publishedRemedies(): readonly string[] {
  return [...Object.keys(BY_KIND), ...Object.values(BY_KIND).flat(), ...Object.values(BY_PATH).flat()];
}

/** Plural resource name, for commands. */
function plural(kind: string): string {
  const lower = kind.toLowerCase();
  if (/(?:s|x|ch)$/.test(lower)) return lower === 'endpoints' ? lower : `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

/** Steps for the kind, most useful first. */
export function kindAdvice({group, kind}: Resource): readonly string[] {
  const known = BY_KIND[kind];
  if (known !== undefined) return known;
  const resource = group === '' ? plural(kind) : `${plural(kind)}.${group}`;
  return [
    say`Count the objects: \`kubectl get ${resource} -A --no-headers | wc -l\``,
    say`Find large ones: \`kubectl get ${resource} -A -o json | jq -r '.items[] | [(.|tostring|length), .metadata.namespace, .metadata.name] | @tsv' | sort -rn | head\``,
    say('Trim metadata.managedFields in informers (a transform function) where nobody reads them.'),
  ];
}

const BY_PATH: Readonly<Record<string, readonly string[]>> = {
  'delete-collection': [
    sayLater(
      'Upgrade to a release with Kubernetes PR 105606: DeleteCollection left its distributor goroutine, and the list it held, behind when workers failed.',
    ),
    sayLater(
      'Find who calls it: audit log, verb deletecollection; let it delete by name, or with a limit, until then.',
    ),
  ],
  'list-from-etcd': [
    sayLater(
      'Find clients that LIST without resourceVersion="0" or a limit (audit log; apiserver_request_total{verb="LIST"}): those bypass the watch cache and decode everything once per call.',
    ),
  ],
  reflector: [
    sayLater(
      'Check whether this informer needs all objects: narrow it by namespace, label or field, or keep metadata only.',
    ),
  ],
  'client-list': [sayLater('Replace repeated LIST calls by one informer, or page them (limit and continue).')],
};

/** Steps for the way the objects came. */
export function pathAdvice(path: string | undefined): readonly string[] {
  return path === undefined ? [] : (BY_PATH[path] ?? []);
}
