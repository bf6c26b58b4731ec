/**
 * LeakProf's question.
 */
import {INSTANCES, IS_SUSPECT, LATEST, named} from './parts.ts';
import type {Question} from './question.ts';

export const leaks: Question = {
  name: 'leaks',
  summary: 'crowds of blocked goroutines, by the root mean square over the instances of a version',
  limits: {crowd: 10_000, instances: 1},
  sql: ({dialect, limits: {crowd, instances}}) => `WITH ${LATEST},
${INSTANCES},
crowds AS (
  SELECT ${named('p', 'service', 'version', 'id', 'source')}, ${named('g', 'wait_class', 'responsible')},
    sum(g.count) AS goroutines
  FROM goroutines AS g JOIN latest AS p ON p.id = g.profile
  WHERE ${IS_SUSPECT}
  GROUP BY p.service, p.version, p.id, p.source, g.wait_class, g.responsible
)
SELECT ${named('c', 'service', 'version', 'wait_class', 'responsible')},
  round(sqrt(sum(1e0 * c.goroutines * c.goroutines) / min(i.instances)), 1) AS root_mean_square,
  sum(CASE WHEN c.goroutines >= ${crowd} THEN 1 ELSE 0 END) AS instances_over,
  min(i.instances) AS instances,
  max(c.goroutines) AS largest,
  ${dialect.maxBy('c.source', 'c.goroutines')} AS worst_source
FROM crowds AS c
JOIN instances AS i ON i.service = c.service AND i.version = c.version AND i.measure = 'goroutines'
GROUP BY c.service, c.version, c.wait_class, c.responsible
HAVING sum(CASE WHEN c.goroutines >= ${crowd} THEN 1 ELSE 0 END) >= ${instances}
ORDER BY root_mean_square DESC, c.service, c.responsible`,
};
