/**
 * The registry of questions, and of dialects.
 */
import {hot, retained} from './costs.ts';
import {bigquery} from './dialect-bigquery.ts';
import {clickhouse} from './dialect-clickhouse.ts';
import {duckdb} from './dialect-duckdb.ts';
import {spark} from './dialect-spark.ts';
import {trino} from './dialect-trino.ts';
import {findings} from './findings.ts';
import {growth} from './growth.ts';
import {leaks} from './leaks.ts';
import {outliers} from './outliers.ts';
import type {Dialect, Question} from './question.ts';
import {regressions} from './regressions.ts';
import {whoUses} from './who-uses.ts';

export const QUESTIONS: readonly Question[] = [leaks, growth, regressions, hot, retained, outliers, whoUses, findings];

/** The first is the one that `pprofx sql` runs. */
export const DIALECTS: readonly Dialect[] = [duckdb, clickhouse, spark, trino, bigquery];
