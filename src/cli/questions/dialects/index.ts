/**
 * The registry of dialects.
 */
import {bigquery} from './bigquery.ts';
import {clickhouse} from './clickhouse.ts';
import type {Dialect} from './dialect.ts';
import {duckdb} from './duckdb.ts';
import {spark} from './spark.ts';
import {trino} from './trino.ts';

/** The first is the one that `pprofx sql` runs. */
export const DIALECTS: readonly Dialect[] = [duckdb, clickhouse, spark, trino, bigquery];
