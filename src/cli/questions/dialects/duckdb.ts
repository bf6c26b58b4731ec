/**
 * DuckDB.
 */
import {duckdbView} from '../../dataset/duckdb.ts';
import type {Dialect} from './dialect.ts';
import {eachTable, likePattern, standardLiteral} from './sql-words.ts';

export const duckdb: Dialect = {
  name: 'duckdb',
  literal: standardLiteral,
  isLike: (column, pattern) => `${column} LIKE ${standardLiteral(likePattern(pattern))} ESCAPE '\\'`,
  eachOf: (list, element) => `, unnest(${list}) AS unnested(${element})`,
  maxBy: (column, by) => `max_by(${column}, ${by})`,
  tables: (root) => eachTable((table) => duckdbView(root, table)),
};
