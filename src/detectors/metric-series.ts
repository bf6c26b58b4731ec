/**
 * Metrics fill the heap: every new combination of label values is kept for the life of the process.
 */

import {MIB} from '../analysis/case/profile-values.ts';
import {sayLater} from '../base/language/say.ts';
import type {Detector} from './detector.ts';
import {pileFindings} from './support/heap-makers.ts';

const LIMITS = {
  /** At a kilobyte a series this is tens of thousands. */
  bytes: 32 * MIB,
  share: 0.2,
};

const MAKERS =
  /^(?:go\.opentelemetry\.io\/otel\/(?:attribute\.(?:computeDistinct\w*|NewSet\w*|newSet\w*)|sdk\/metric\/(?:internal\/aggregate|exemplar|internal)\.\S+)|github\.com\/prometheus\/client_golang\/prometheus\.(?:\(\*?(?:metricMap|MetricVec|\w+Vec)\)\.(?:getOrCreate\w*|GetMetricWith\w*|WithLabelValues|With)|newHistogram|newSummary|[mM]akeLabelPairs|NewCounterVec\.\S+)|go\.opencensus\.io\/stats\/view\.\S+|github\.com\/rcrowley\/go-metrics\.New\w+)$/;

export const metricSeries: Detector = {
  id: 'metric-series',
  title: sayLater('Metrics fill the heap: label values without a bound'),
  limits: LIMITS,
  detect: (subject, limits) => ({
    findings: pileFindings(
      subject,
      {
        id: 'metric-series',
        makers: MAKERS,
        plural: sayLater('metric series'),
        bytesEach: 1024,
        cause: sayLater(
          'A series is kept for every combination of label values ever seen; a label with an id, a path or an address has no end of them.',
        ),
        advice: [
          sayLater(
            'Find the label without a bound: count series by metric, `curl -s localhost:PORT/metrics | cut -d{ -f1 | sort | uniq -c | sort -n`.',
          ),
          sayLater(
            'Drop the label or map its values to a few; with OpenTelemetry use a view with an attribute filter, or set a cardinality limit.',
          ),
          sayLater('Delete series of what is gone: DeleteLabelValues.'),
        ],
      },
      {...LIMITS, ...limits},
    ),
    suppressed: [],
  }),
};
