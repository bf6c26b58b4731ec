/**
 * Where time and memory go, over all services.
 */
import {LATEST, measured, named} from './parts.ts';
import type {Question, QuestionParameters} from './question.ts';

export const hot: Question = {
  name: 'hot',
  summary: 'functions by the cores they keep busy, over all services',
  limits: {cores: 0.5},
  sql: ({dialect, limits}) => costs('cpu', 'cores', {dialect, least: limits['cores']}),
};

export const retained: Question = {
  name: 'retained',
  summary: 'functions by the memory in use that they allocated, over all services',
  limits: {mib: 256},
  sql: ({dialect, limits}) => costs('heap', 'mib', {dialect, least: limits['mib']}),
};

function costs(
  measure: string,
  unit: string,
  {dialect, least}: Pick<QuestionParameters, 'dialect'> & {readonly least: number},
): string {
  return `WITH ${LATEST},
${measured('latest')}
SELECT ${named('m', 'responsible')}, round(sum(m.amount), 3) AS ${unit}, round(max(m.amount), 3) AS largest,
  count(*) AS instances, count(DISTINCT p.service) AS services,
  ${dialect.maxBy('p.service', 'm.amount')} AS worst_service, ${dialect.maxBy('p.source', 'm.amount')} AS worst_source
FROM measured AS m JOIN latest AS p ON p.id = m.id
WHERE m.measure = '${measure}'
GROUP BY m.responsible
HAVING sum(m.amount) >= ${least}
ORDER BY ${unit} DESC, m.responsible`;
}
