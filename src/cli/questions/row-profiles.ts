/**
 * The profiles behind a row of an answer, as a condition over the table `profiles`.
 */
import {duckdb} from './dialects/duckdb.ts';
import {LATEST} from './parts.ts';

type Row = Readonly<Record<string, unknown>>;

/** Of questions whose rows have no column `measure`. */
const MEASURES: ReadonlyMap<string, string> = new Map([
  ['leaks', 'goroutines'],
  ['hot', 'cpu'],
  ['retained', 'heap'],
]);
/** Columns of rows that are labels of profiles. */
const LABELS = ['service', 'version', 'instance'] as const;

/** All of one kind, so that they can be merged: the last of each instance, or those with the finding. */
export function profilesOfRow(question: string, row: Row): string {
  const labels = LABELS.flatMap((label) =>
    typeof row[label] === 'string' ? [`${label} = ${duckdb.literal(row[label])}`] : [],
  );
  if (question === 'findings') return [...labels, withFinding(row)].join(' AND ');
  const measure = MEASURES.get(question) ?? row['measure'] ?? measureOf(row);
  return [...labels, `id IN (WITH ${LATEST} SELECT id FROM latest WHERE measure = '${String(measure)}')`].join(' AND ');
}

/** Of a row that has an amount of each measure. */
function measureOf(row: Row): string {
  if (Number(row['cores'] ?? 0) > 0) return 'cpu';
  return Number(row['mib'] ?? 0) > 0 ? 'heap' : 'goroutines';
}

function withFinding({culprit, detector}: Row): string {
  const is = (column: string, value: unknown): string => `f.${column} = ${duckdb.literal(String(value))}`;
  const found = `SELECT f.profile FROM findings AS f WHERE ${is('detector', detector)} AND ${is('culprit', culprit)}`;
  return `id IN (${found}) AND kind = (SELECT min(kind) FROM profiles WHERE id IN (${found}))`;
}
