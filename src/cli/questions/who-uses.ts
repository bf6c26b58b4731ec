/**
 * Who has a function in its stacks.
 */
import {LATEST, named} from './parts.ts';
import type {Question} from './question.ts';

export const whoUses: Question = {
  name: 'who-uses',
  summary: 'services whose stacks hold a function, with what is spent below it',
  argument: 'FUNCTION',
  limits: {},
  sql: ({argument, dialect}) => `WITH ${LATEST},
named AS (
  SELECT id FROM functions WHERE ${dialect.isLike('name', argument)}
),
holding AS (
  SELECT DISTINCT e.id FROM (SELECT id, each_frame FROM stacks ${dialect.eachOf('frames', 'each_frame')}) AS e
  JOIN named AS n ON n.id = e.each_frame
)
SELECT ${named('p', 'service', 'version')}, count(DISTINCT p.id) AS profiles,
  round(coalesce(sum(CASE WHEN p.kind IN ('goroutine', 'goroutineleak') THEN 1e0 * s.goroutine ELSE 0e0 END), 0e0), 0)
    AS goroutines,
  round(coalesce(sum(CASE WHEN p.kind = 'heap' THEN 1e0 * s.inuse_space ELSE 0e0 END), 0e0) / 1048576, 3) AS mib,
  round(coalesce(sum(CASE WHEN p.kind = 'cpu' AND p.duration_nanos > 0 THEN 1e0 * s.cpu / p.duration_nanos ELSE 0e0 END),
    0e0), 3) AS cores
FROM samples AS s
JOIN holding AS h ON h.id = s.stack
JOIN latest AS p ON p.id = s.profile
GROUP BY p.service, p.version
ORDER BY cores DESC, mib DESC, goroutines DESC, p.service, p.version`,
};
