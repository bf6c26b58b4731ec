/**
 * BigQuery, with external tables.
 */
import type {Dialect} from './dialect.ts';
import {eachTable, escapedLiteral, likePattern} from './sql-words.ts';

export const bigquery: Dialect = {
  name: 'bigquery',
  literal: escapedLiteral,
  isLike: (column, pattern) => `${column} LIKE ${escapedLiteral(likePattern(pattern))}`,
  eachOf: (list, element) => `CROSS JOIN UNNEST(${list}) AS ${element}`,
  maxBy: (column, by) => `max_by(${column}, ${by})`,
  tables: (root) =>
    eachTable((table, isPartitioned) => {
      const folder = `${root}/${table}`;
      const hive = `, hive_partition_uri_prefix = ${escapedLiteral(folder)}`;
      const options = `format = 'PARQUET', enable_list_inference = TRUE, uris = [${escapedLiteral(`${folder}/*`)}]`;
      const partitions = isPartitioned ? ' WITH PARTITION COLUMNS (date DATE, service STRING)' : '';
      return `CREATE EXTERNAL TABLE pprofx.${table}${partitions} OPTIONS (${options}${isPartitioned ? hive : ''})`;
    }),
};
