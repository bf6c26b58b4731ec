/**
 * Where time and memory go, over all services.
 */
import type {Dialect} from './dialects/dialect.ts';
import {LATEST, measured, named} from './parts.ts';
import type {Question} from './question.ts';

export const hot: Question = {
  name: 'hot',
  summary: 'functions by the cores they keep busy, over all services',
  limits: {cores: 0.5},
  sql: ({dialect, limits}) => `WITH ${LATEST},
${measured('latest')}
SELECT ${named('m', 'responsible')}, ${sums('cores', dialect)}
FROM measured AS m JOIN latest AS p ON p.id = m.id
WHERE m.measure = 'cpu'
GROUP BY m.responsible
HAVING sum(m.amount) >= ${limits['cores']}
ORDER BY cores DESC, m.responsible`,
};

/** Objects of a kind are allocated by many functions: what decoded them says what they are. */
export const retained: Question = {
  name: 'retained',
  summary: 'Kubernetes kinds, and functions for all else, by the memory in use that was allocated for them',
  limits: {mib: 256},
  sql: ({dialect, limits}) => `WITH ${LATEST},
held AS (
  SELECT ${named('p', 'id')}, coalesce(t.kind, t.responsible) AS what, 1e0 * sum(s.inuse_space) / 1048576 AS amount
  FROM samples AS s JOIN latest AS p ON p.id = s.profile JOIN stacks AS t ON t.id = s.stack
  WHERE p.kind = 'heap' AND s.inuse_space > 0
  GROUP BY p.id, coalesce(t.kind, t.responsible)
)
SELECT ${named('m', 'what')}, ${sums('mib', dialect)}
FROM held AS m JOIN latest AS p ON p.id = m.id
GROUP BY m.what
HAVING sum(m.amount) >= ${limits['mib']}
ORDER BY mib DESC, m.what`,
};

function sums(unit: string, {maxBy}: Dialect): string {
  return `round(sum(m.amount), 3) AS ${unit}, round(max(m.amount), 3) AS largest,
  count(*) AS instances, count(DISTINCT p.service) AS services,
  ${maxBy('p.service', 'm.amount')} AS worst_service, ${maxBy('p.source', 'm.amount')} AS worst_source`;
}
