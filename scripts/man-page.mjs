/**
 * Writes dist/man/pprofx.1 from what the commands declare.
 *
 * usage: node scripts/man-page.mjs, after tsc
 */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {Command} from 'commander';
import {COMMANDS} from '../dist/cli/commands/index.js';
import {manPage} from '../dist/cli/line/man-page.js';

const {description, version} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const program = new Command('pprofx').description(description);
for (const {load, name, summary} of COMMANDS) {
  const command = program.command(name).description(summary);
  (await load()).define(command, () => undefined, COMMANDS);
}
const folder = new URL('../dist/man/', import.meta.url);
mkdirSync(folder, {recursive: true});
writeFileSync(new URL('pprofx.1', folder), manPage(program, version));
