/**
 * What several dialects say alike.
 */
import type {ColumnType, TableName} from '../../dataset/tables.ts';
import {TABLE_NAMES, TABLES} from '../../dataset/tables.ts';

/** Standard SQL: only the quote has a meaning in a literal, and it is doubled. */
export function standardLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Engines that read a backslash in a literal as the beginning of an escape. */
export function escapedLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** The pattern of LIKE for a text in which `*` stands for any text. */
export function likePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}

/** `name type` of the columns in the files of a table, one a line. */
export function columnLines(table: TableName, types: Readonly<Record<ColumnType, string>>, quote = ''): string[] {
  return TABLES[table].columns.map(({name, type}) => `  ${quote}${name}${quote} ${types[type]}`);
}

/** One statement or more for each table. */
export function eachTable(statement: (table: TableName, isPartitioned: boolean) => string): string {
  return `${TABLE_NAMES.map((table) => `${statement(table, TABLES[table].isPartitioned)};`).join('\n\n')}\n`;
}
