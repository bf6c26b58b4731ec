/**
 * Spark SQL.
 */
import type {Dialect} from './dialect.ts';
import {columnLines, eachTable, escapedLiteral, likePattern} from './sql-words.ts';

const TYPES = {
  text: 'STRING',
  int32: 'INT',
  int64: 'BIGINT',
  time: 'TIMESTAMP',
  texts: 'ARRAY<STRING>',
  int64s: 'ARRAY<BIGINT>',
};

export const spark: Dialect = {
  name: 'spark',
  literal: escapedLiteral,
  isLike: (column, pattern) => `${column} LIKE ${escapedLiteral(likePattern(pattern))}`,
  eachOf: (list, element) => `LATERAL VIEW explode(${list}) unnested AS ${element}`,
  maxBy: (column, by) => `max_by(${column}, ${by})`,
  tables: (root) =>
    eachTable((table, isPartitioned) => {
      const columns = [
        ...columnLines(table, TYPES, '`'),
        ...(isPartitioned ? ['  `date` DATE', '  service STRING'] : []),
      ];
      const partitions = isPartitioned ? ' PARTITIONED BY (`date`, service)' : '';
      const place = `LOCATION ${escapedLiteral(`${root}/${table}`)}`;
      const create = `CREATE TABLE ${table} (\n${columns.join(',\n')}\n) USING parquet${partitions} ${place}`;
      return create + (isPartitioned ? `;\nMSCK REPAIR TABLE ${table}` : '');
    }),
};
