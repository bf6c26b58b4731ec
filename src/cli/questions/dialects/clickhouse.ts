/**
 * ClickHouse, which reads the files where they are.
 */
import type {Dialect} from './dialect.ts';
import {eachTable, escapedLiteral, likePattern} from './sql-words.ts';

export const clickhouse: Dialect = {
  name: 'clickhouse',
  literal: escapedLiteral,
  isLike: (column, pattern) => `${column} LIKE ${escapedLiteral(likePattern(pattern))}`,
  eachOf: (list, element) => `ARRAY JOIN ${list} AS ${element}`,
  maxBy: (column, by) => `argMax(${column}, ${by})`,
  tables: (root) =>
    eachTable((table, isPartitioned) => {
      const source = /^https?:/.test(root) ? 's3' : 'file';
      const files = escapedLiteral(`${root}/${table}${isPartitioned ? '/date=*/service=*' : ''}/*.parquet`);
      // By hand: the names of services are percent-encoded in those of folders. A path is a LowCardinality, which a date
      // must not become.
      const part = (key: string): string => `extract(CAST(_path AS String), '${key}=([^/]*)')`;
      const hive = `,\n  toDate(${part('date')}) AS date,\n  decodeURLComponent(${part('service')}) AS service`;
      const from = `FROM ${source}(${files}, 'Parquet')`;
      return `CREATE VIEW ${table} AS SELECT *${isPartitioned ? hive : ''}\n${from} SETTINGS use_hive_partitioning = 0`;
    }),
};
