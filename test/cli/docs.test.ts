import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {COMMANDS} from '../../src/cli/commands/index.ts';
import {EXIT_CODES} from '../../src/cli/output/exit-codes.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

/** First cells of the table under a heading, or of the first table. */
function firstCells(text: string): string[] {
  return [...text.matchAll(/^\| `?([\w, -]+?)`? \|/gm)].map(([, cell]) => cell);
}

describe('docs/cli.md', () => {
  it('lists every command, and no other', () => {
    const table = page.slice(page.indexOf('| command |'), page.indexOf('## Exit codes'));
    expect(firstCells(table).slice(1)).toEqual(COMMANDS.map(({name}) => name));
  });

  it('lists every exit code', () => {
    const table = page.slice(page.indexOf('## Exit codes'), page.indexOf('## JSON'));
    const listed = firstCells(table).flatMap((cell) => cell.split(', ').map(Number));
    expect(Object.values(EXIT_CODES).filter((code) => !listed.includes(code))).toEqual([]);
  });
});
