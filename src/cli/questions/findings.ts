/**
 * Open causes by service.
 */
import {named} from './parts.ts';
import type {Question} from './question.ts';

export const findings: Question = {
  name: 'findings',
  summary: 'open causes by service: since when, in how many instances',
  limits: {},
  sql: () => `WITH seen AS (
  SELECT service, kind, max(date) AS last_day FROM profiles GROUP BY service, kind
),
causes AS (
  SELECT ${named('p', 'service')}, ${named('f', 'detector', 'severity', 'culprit', 'fingerprint')},
    min(p.date) AS since, max(p.date) AS last_day,
    count(DISTINCT p.instance) AS instances, count(DISTINCT p.id) AS profiles, max(f.title) AS title,
    max(s.last_day) AS last_of_service
  FROM findings AS f
  JOIN profiles AS p ON p.id = f.profile
  JOIN seen AS s ON s.service = p.service AND s.kind = p.kind
  GROUP BY p.service, f.detector, f.severity, f.culprit, f.fingerprint
)
SELECT service, severity, detector, culprit, since, last_day, instances, profiles, title
FROM causes
WHERE last_day = last_of_service
ORDER BY CASE severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, profiles DESC, service, culprit`,
};
