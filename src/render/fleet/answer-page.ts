/**
 * Rows of an answer as a page without a script: each leads to the profiles that it is about.
 */
import {safeText} from '../../base/safe-text.ts';
import {xmlText} from '../words/xml.ts';
import type {AnswerRows} from './answer.ts';

/** @param addressOf  where a row leads, relative to the page; the page asks for `app.css` beside it */
export function answerPage({columns, rows}: AnswerRows, title: string, addressOf: (row: number) => string): string {
  const isNumber = columns.map((_, column) => rows.every((row) => typeof row[column] !== 'string'));
  const cell = (text: string, column: number, tag: string): string =>
    `<${tag}${isNumber[column] ? ' class="number"' : ''}>${text}</${tag}>`;
  const shown = (value: AnswerRows['rows'][number][number]): string => xmlText(safeText(String(value ?? '')));
  const head = columns.map((name, column) => cell(shown(name), column, 'th')).join('');
  const lines = rows.map((row, index) => {
    const link = (text: string): string => `<a href="${xmlText(addressOf(index))}">${text}</a>`;
    return `<tr>${row.map((value, column) => cell(link(shown(value)), column, 'td')).join('')}</tr>`;
  });
  const table = `<table class="answer">\n<thead><tr>${head}</tr></thead>\n<tbody>\n${lines.join('\n')}\n</tbody>\n</table>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${xmlText(title)} – pprofx</title>
<link rel="stylesheet" href="app.css">
</head>
<body class="answer-page">
<h1>${xmlText(title)}</h1>
${rows.length === 0 ? '<p>No rows.</p>' : `<p>A row leads to its profiles, merged.</p>\n${table}`}
</body>
</html>
`;
}
