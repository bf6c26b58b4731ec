/**
 * Instances unlike their siblings, by Tukey's fences.
 */
import {LATEST, named, UNIT} from './parts.ts';
import type {Question} from './question.ts';

export const outliers: Question = {
  name: 'outliers',
  summary: 'instances with far more or less than their siblings of the same version: goroutines, heap, CPU',
  limits: {siblings: 4, fence: 3, share: 0.3},
  sql: ({limits: {fence, share, siblings}}) => `WITH ${LATEST},
amounts AS (
  SELECT ${named('p', 'id', 'service', 'version', 'instance', 'source', 'measure')},
    CASE p.measure WHEN 'goroutines' THEN 1e0 * sum(coalesce(s.goroutine, 0))
      WHEN 'heap' THEN 1e0 * sum(coalesce(s.inuse_space, 0)) / 1048576
      ELSE 1e0 * sum(coalesce(s.cpu, 0)) / max(CASE WHEN p.duration_nanos > 0 THEN p.duration_nanos ELSE NULL END)
    END AS amount
  FROM samples AS s JOIN latest AS p ON p.id = s.profile
  GROUP BY p.id, p.service, p.version, p.instance, p.source, p.measure
),
places AS (
  SELECT service, version, instance, source, measure, amount, ${UNIT} AS unit,
    row_number() OVER (PARTITION BY service, version, measure ORDER BY amount) AS place,
    count(*) OVER (PARTITION BY service, version, measure) AS siblings
  FROM amounts
  WHERE amount IS NOT NULL
),
quarters AS (
  SELECT service, version, measure,
    max(CASE WHEN 4 * place < siblings + 4 THEN amount ELSE NULL END) AS low,
    max(CASE WHEN 2 * place < siblings + 2 THEN amount ELSE NULL END) AS middle,
    max(CASE WHEN 4 * place < 3 * siblings + 4 THEN amount ELSE NULL END) AS high
  FROM places
  WHERE siblings >= ${siblings}
  GROUP BY service, version, measure
)
SELECT ${named('p', 'service', 'version', 'measure', 'instance')}, round(p.amount, 3) AS amount,
  round(q.middle, 3) AS median, ${named('p', 'unit', 'siblings', 'source')}
FROM places AS p
JOIN quarters AS q ON q.service = p.service AND q.version = p.version AND q.measure = p.measure
WHERE (p.amount > q.high + ${fence} * (q.high - q.low) OR p.amount < q.low - ${fence} * (q.high - q.low))
  AND abs(p.amount - q.middle) >= ${share} * q.middle
ORDER BY abs(p.amount - q.middle) / greatest(q.middle, 1e-9) DESC, p.service, p.instance`,
};
