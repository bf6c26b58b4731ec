/**
 * Rows of an answer in SQL: a table for people, CSV, Markdown, JSON.
 */
import {safeText} from '../../base/safe-text.ts';
import {toJson} from '../json/json.ts';
import {prose} from '../markdown/escape.ts';
import {textTable} from '../text/text-table.ts';

type Cell = string | number | bigint | null;

export interface AnswerRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const ANSWER_FORMATS: Readonly<Record<string, (answer: AnswerRows) => string>> = {
  text: ({columns, rows}) => {
    if (rows.length === 0) return 'No rows.\n';
    const isNumber = (column: number): boolean => rows.every((row) => typeof row[column] !== 'string');
    const heads = columns.map((title, i) => ({title: safeText(title), align: isNumber(i) ? 'right' : 'left'}) as const);
    return `${textTable(
      heads,
      rows.map((row) => row.map((cell) => safeText(plain(cell)))),
    ).join('\n')}\n`;
  },
  json: ({columns, rows}) => {
    const objects = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
    return toJson({columns, rows: objects});
  },
  csv: ({columns, rows}) => [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''),
  markdown: ({columns, rows}) => {
    const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
    const lines = rows.map((row) => line(row.map((cell) => prose(plain(cell)))));
    return [line(columns.map(prose)), line(columns.map(() => '---')), ...lines].join('');
  },
};

function plain(cell: Cell): string {
  return cell === null ? '' : String(cell);
}

/** As RFC 4180 has it. */
function csvCell(cell: Cell): string {
  const text = plain(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
