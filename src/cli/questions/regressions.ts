/**
 * A version against the one before it, by Welch's interval over instances.
 */
import {INSTANCES, LATEST, limitOf, measured, named, UNIT} from './parts.ts';
import type {Question} from './question.ts';

/** Of the mean, over the columns with this ending. */
const variance = (ending: string): string =>
  `greatest(0e0, squares${ending} - total${ending} * total${ending} / instances${ending})` +
  ` / (instances${ending} - 1) / instances${ending}`;

export const regressions: Question = {
  name: 'regressions',
  summary: 'what a version needs more of than the version before it, beyond the noise between instances',
  limits: {crowd: 100, mib: 64, cores: 0.2, share: 0.2},
  sql: ({limits}) => `WITH ${LATEST},
${INSTANCES},
${measured('latest')},
versions AS (
  SELECT service, version, row_number() OVER (PARTITION BY service ORDER BY min(time_nanos), version) AS place
  FROM profiles
  GROUP BY service, version
),
pairs AS (
  SELECT ${named('n', 'service', 'version')}, o.version AS version_before, ${named('i', 'measure', 'instances')},
    j.instances AS instances_before
  FROM versions AS n
  JOIN versions AS o ON o.service = n.service AND o.place + 1 = n.place
  JOIN instances AS i ON i.service = n.service AND i.version = n.version
  JOIN instances AS j ON j.service = o.service AND j.version = o.version AND j.measure = i.measure
),
sums AS (
  SELECT ${named('p', 'service', 'version')}, ${named('m', 'measure', 'responsible')},
    sum(m.amount) AS total, sum(m.amount * m.amount) AS squares
  FROM measured AS m JOIN latest AS p ON p.id = m.id
  GROUP BY p.service, p.version, m.measure, m.responsible
),
sides AS (
  SELECT ${named('p', 'service', 'version', 'version_before', 'measure', 'instances', 'instances_before')},
    ${named('n', 'responsible', 'total', 'squares')}, coalesce(o.total, 0e0) AS total_before, coalesce(o.squares, 0e0) AS squares_before
  FROM pairs AS p
  JOIN sums AS n ON n.service = p.service AND n.version = p.version AND n.measure = p.measure
  LEFT JOIN sums AS o ON o.service = p.service AND o.version = p.version_before AND o.measure = p.measure
    AND o.responsible = n.responsible
  WHERE p.instances > 1 AND p.instances_before > 1
),
changes AS (
  SELECT service, version, version_before, measure, responsible,
    total_before / instances_before AS mean_before, total / instances AS mean,
    2 * sqrt(${variance('')} + ${variance('_before')}) AS noise
  FROM sides
)
SELECT ${named('c', 'service', 'version', 'version_before', 'measure')},
  row_number() OVER (PARTITION BY c.measure ORDER BY c.mean - c.mean_before DESC, c.service, c.responsible) AS place,
  ${named('c', 'responsible')}, round(c.mean_before, 3) AS mean_before, round(c.mean, 3) AS mean,
  round(c.mean - c.mean_before - c.noise, 3) AS increase_at_least, ${UNIT} AS unit
FROM changes AS c
WHERE c.mean - c.mean_before - c.noise > 0 AND c.mean - c.mean_before >= ${limits['share']} * c.mean_before
  AND c.mean - c.mean_before >= ${limitOf(limits)}
ORDER BY place, measure`,
};
