/**
 * What grows while it runs: one slope for the instances of a version, each with a level of its own.
 */
import {limitOf, MEASURE, measured, named, UNIT} from './parts.ts';
import type {Question} from './question.ts';

const SLOPE = 'f.sxy / f.sxx';
const ERROR = 'sqrt(greatest(0e0, f.syy - f.sxy * f.sxy / f.sxx) / (f.moments - f.instances - 1) / f.sxx)';

/** A moment at which a function was not seen counts as 0: sums over its rows are sums over all moments. */
export const growth: Question = {
  name: 'growth',
  summary: 'what grows from moment to moment within the instances of a version, beyond twice its standard error',
  limits: {crowd: 100, mib: 32, cores: 0.2},
  sql: ({limits}) => `WITH series AS (
  SELECT id, service, version, instance, kind, duration_nanos,
    ${MEASURE} AS measure,
    1e0 * (time_nanos - min(time_nanos) OVER (PARTITION BY service, version, instance)) / 3600000000000 AS hour
  FROM profiles
  WHERE instance <> '' AND time_nanos > 0 AND kind IN ('goroutine', 'goroutineleak', 'heap', 'cpu')
),
${measured('series')},
clocks AS (
  SELECT service, version, instance, measure, count(*) AS moments, sum(hour) AS sx,
    sum(hour * hour) - sum(hour) * sum(hour) / count(*) AS sxx, max(hour) - min(hour) AS hours
  FROM series
  GROUP BY service, version, instance, measure
),
lines AS (
  SELECT ${named('s', 'service', 'version', 'instance', 'measure')}, ${named('m', 'responsible')},
    c.sxx AS sxx,
    sum(s.hour * m.amount) - c.sx * sum(m.amount) / c.moments AS sxy,
    sum(m.amount * m.amount) - sum(m.amount) * sum(m.amount) / c.moments AS syy
  FROM measured AS m
  JOIN series AS s ON s.id = m.id
  JOIN clocks AS c
    ON c.service = s.service AND c.version = s.version AND c.instance = s.instance AND c.measure = s.measure
  GROUP BY s.service, s.version, s.instance, s.measure, m.responsible, c.sxx, c.sx, c.moments
),
totals AS (
  SELECT service, version, measure, sum(moments) AS moments, count(*) AS instances, sum(sxx) AS sxx, avg(hours) AS hours
  FROM clocks
  GROUP BY service, version, measure
),
fits AS (
  SELECT ${named('l', 'service', 'version', 'measure', 'responsible')},
    ${named('t', 'moments', 'instances', 'hours', 'sxx')},
    sum(l.sxy) AS sxy, sum(l.syy) AS syy
  FROM lines AS l
  JOIN totals AS t ON t.service = l.service AND t.version = l.version AND t.measure = l.measure
  WHERE t.sxx > 0 AND t.moments - t.instances - 1 > 0
  GROUP BY l.service, l.version, l.measure, l.responsible, t.moments, t.instances, t.hours, t.sxx
),
slopes AS (
  SELECT ${named('f', 'service', 'version', 'measure', 'responsible', 'moments', 'instances', 'hours')},
    ${SLOPE} AS slope, ${SLOPE} - 2 * ${ERROR} AS bound
  FROM fits AS f
)
SELECT ${named('s', 'service', 'version', 'measure')},
  row_number() OVER (PARTITION BY s.measure ORDER BY s.slope DESC, s.service, s.responsible) AS place,
  ${named('s', 'responsible', 'instances', 'moments')}, round(s.hours, 2) AS hours, round(s.slope, 4) AS growth_per_hour,
  round(s.bound, 4) AS at_least, ${UNIT} AS unit
FROM slopes AS s
WHERE s.bound > 0 AND s.slope * s.hours >= ${limitOf(limits)}
ORDER BY place, measure`,
};
