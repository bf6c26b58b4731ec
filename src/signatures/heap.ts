/**
 * Memory that grows for well-known reasons: label sets, time series, decoded custom resources.
 */
import type {Signature} from '../model/signature.ts';

export const HEAP: readonly Signature[] = [
  {
    id: 'prometheus/label-sets',
    verdict: 'heap',
    stack: ['client_golang/prometheus.(*metricMap).*'],
    atLeast: 20,
    title:
      'A metric has more and more label sets: each combination of label values ever seen is kept as a series of its own.',
    advice: [
      'Find the metric: `curl -s localhost:6060/metrics | grep -v "^#" | cut -d"{" -f1 | sort | uniq -c | sort -rn | head`',
      'Take ids, paths, addresses and user input out of the labels; DeleteLabelValues for what is gone.',
    ],
    hits: [
      'github.com/prometheus/client_golang/prometheus.makeLabelPairs;github.com/prometheus/client_golang/prometheus.newCounter;github.com/prometheus/client_golang/prometheus.(*metricMap).getOrCreateMetricWithLabelValues 60',
    ],
    misses: ['github.com/prometheus/client_golang/prometheus.(*metricMap).getOrCreateMetricWithLabelValues 5'],
  },
  {
    id: 'prometheus/series',
    verdict: 'heap',
    stack: ['tsdb.(*Head).*'],
    atLeast: 30,
    title: 'The head block holds many series: targets expose high-cardinality labels, or series churn.',
    advice: [
      'Look at the top of `/api/v1/status/tsdb`: which metric and which label have most series.',
      'Drop labels or metrics with metric_relabel_configs, and limit with sample_limit.',
    ],
    hits: [
      'github.com/prometheus/prometheus/tsdb.newMemSeries;github.com/prometheus/prometheus/tsdb.(*Head).getOrCreate 60',
    ],
    misses: ['github.com/prometheus/prometheus/tsdb.(*Head).getOrCreate 3'],
  },
  {
    id: 'opentelemetry/attribute-sets',
    verdict: 'heap',
    stack: ['go.opentelemetry.io/otel/*'],
    isLeaf: true,
    atLeast: 20,
    title: 'A metric or span processor keeps attribute sets: each combination of values ever seen is kept.',
    advice: [
      'Take ids, paths and addresses out of the attributes, or filter them with a view; set a cardinality limit.',
    ],
    hits: ['go.opentelemetry.io/otel/attribute.NewSetWithFiltered 40'],
    misses: ['go.opentelemetry.io/otel/attribute.NewSetWithFiltered 4'],
  },
  {
    id: 'k8s/unstructured',
    verdict: 'heap',
    stack: ['apis/meta/v1/unstructured.*'],
    atLeast: 20,
    title:
      'Custom resources are decoded as unstructured JSON: every field is a map entry with boxed values, several times the size of the object.',
    advice: [
      'Count the objects of each kind: `kubectl get --raw /metrics | grep apiserver_storage_objects | sort -k2 -rn | head`',
      'Use typed clients, or metadata-only informers (PartialObjectMetadata) where only names and labels matter.',
      'Trim objects in the informer with a transform function.',
    ],
    hits: [
      'encoding/json.(*decodeState).objectInterface;k8s.io/apimachinery/pkg/apis/meta/v1/unstructured.unstructuredJSONScheme.unmarshalToUnstructured 90',
    ],
    misses: ['k8s.io/apimachinery/pkg/apis/meta/v1/unstructured.unstructuredJSONScheme.decode 2'],
  },
  {
    id: 'k8s/managed-fields',
    verdict: 'heap',
    stack: ['apis/meta/v1.(*FieldsV1).Unmarshal'],
    atLeast: 20,
    title: 'Most of what was decoded are managedFields, the record of who owns which field, which clients seldom read.',
    advice: [
      'Trim metadata.managedFields in informers with a transform function (Kubernetes PRs 118455 and 124667 do so in the control plane).',
    ],
    references: [
      'https://github.com/kubernetes/kubernetes/pull/118455',
      'https://github.com/kubernetes/kubernetes/pull/124667',
    ],
    hits: ['k8s.io/apimachinery/pkg/apis/meta/v1.(*FieldsV1).Unmarshal 70'],
    misses: ['k8s.io/apimachinery/pkg/apis/meta/v1.(*FieldsV1).Unmarshal 3'],
  },
  {
    id: 'k8s/openapi',
    verdict: 'heap',
    stack: ['kube-openapi/pkg/*'],
    atLeast: 30,
    title: 'OpenAPI documents are built and kept, again at every change of a CRD.',
    advice: ['Look for a controller that updates CRDs all the time.'],
    fixedIn: 'Kubernetes v1.28.0',
    references: [
      'https://github.com/kubernetes/kubernetes/pull/118212',
      'https://github.com/kubernetes/kubernetes/issues/101755',
    ],
    hits: ['k8s.io/kube-openapi/pkg/handler.toProtoBinary 40'],
    misses: ['k8s.io/kube-openapi/pkg/handler.toProtoBinary 6'],
  },
  {
    id: 'zap/sampler-counters',
    verdict: 'heap',
    stack: ['zapcore.newCounters'],
    atLeast: 30,
    title: 'Every zap logger with sampling has some 450 kB of counters: loggers are built again and again.',
    advice: ['Build one logger and derive from it with With or Named; turn sampling off for short-lived ones.'],
    hits: ['go.uber.org/zap/zapcore.newCounters;go.uber.org/zap/zapcore.NewSampler 60'],
    misses: ['go.uber.org/zap/zapcore.newCounters 25'],
  },
  {
    id: 'gorilla/context',
    verdict: 'heap',
    stack: ['gorilla/context.Set'],
    atLeast: 20,
    title: 'gorilla/context keeps values by request until they are cleared, and nobody clears them.',
    advice: ["Wrap the handler in context.ClearHandler, or use the request's own context."],
    hits: ['github.com/gorilla/context.Set 40'],
    misses: ['github.com/gorilla/context.Set 4'],
  },
];
