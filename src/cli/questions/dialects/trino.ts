/**
 * Trino, with the Hive connector.
 */
import type {Dialect} from './dialect.ts';
import {columnLines, eachTable, likePattern, standardLiteral} from './sql-words.ts';

const TYPES = {
  text: 'varchar',
  int32: 'integer',
  int64: 'bigint',
  time: 'timestamp(3)',
  texts: 'array(varchar)',
  int64s: 'array(bigint)',
};

export const trino: Dialect = {
  name: 'trino',
  literal: standardLiteral,
  isLike: (column, pattern) => `${column} LIKE ${standardLiteral(likePattern(pattern))} ESCAPE '\\'`,
  eachOf: (list, element) => `CROSS JOIN UNNEST(${list}) AS unnested (${element})`,
  maxBy: (column, by) => `max_by(${column}, ${by})`,
  tables: (root) =>
    eachTable((table, isPartitioned) => {
      const columns = [
        ...columnLines(table, TYPES, '"'),
        ...(isPartitioned ? ['  "date" date', '  service varchar'] : []),
      ];
      const place = `external_location = ${standardLiteral(`${root}/${table}`)}, format = 'PARQUET'`;
      const partitions = isPartitioned ? ", partitioned_by = ARRAY['date', 'service']" : '';
      const sync = `;\nCALL system.sync_partition_metadata('pprofx', '${table}', 'FULL')`;
      const create = `CREATE TABLE pprofx.${table} (\n${columns.join(',\n')}\n) WITH (${place}${partitions})`;
      return create + (isPartitioned ? sync : '');
    }),
};
