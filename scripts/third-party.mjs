#!/usr/bin/env node
/**
 * Writes THIRD-PARTY.md: every package that is installed with pprofx or built into its page, with its licence in full.
 */
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TARGET = join(ROOT, 'THIRD-PARTY.md');

/** What is built into the page and the command line, and so is not installed with them. */
export const BUNDLED = [
  '@dagrejs/dagre',
  'commander',
  'd3',
  'fzstd',
  'hyparquet',
  'hyparquet-writer',
  'modern-tar',
  'yauzl',
];

/** The text of the file, from the lockfile and the installed packages. */
export function thirdPartyText() {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const wanted = new Set([...Object.keys(lock[''].dependencies), ...BUNDLED]);
  for (const name of wanted)
    for (const next of Object.keys(lock[`node_modules/${name}`].dependencies ?? {})) wanted.add(next);
  // Many texts differ in their copyright lines only.
  const sections = new Map();
  for (const name of [...wanted].sort()) {
    const {license, version} = lock[`node_modules/${name}`];
    const lines = licenceText(name).trim().split(/\r?\n/);
    const isClaim = (line) => /^\s*(?:Portions )?Copyright/i.test(line);
    const text = indented(lines.filter((line) => !isClaim(line)));
    const key = text.replace(/\s+/g, ' ');
    const head = [`## ${name} ${version} (${license})`, indented(lines.filter(isClaim))].filter((part) => part !== '');
    sections.set(key, {heads: [...(sections.get(key)?.heads ?? []), head.join('\n\n')], text});
  }
  const written = [...sections.values()].map(({heads, text}) => `${heads.join('\n\n')}\n\n${text}`);
  return `# Third-party packages\n\nInstalled with pprofx, or built into its page or its command line; written by \`npm run third-party\`. Packages whose licences\nhave the same words stand together, each with its copyright, above these words.\n\n${written.join('\n\n')}\n`;
}

function licenceText(name) {
  const folder = join(ROOT, 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8');
  return `The package names its licence and holds no text of it.${existsSync(join(folder, 'README.md')) ? ' See its README.' : ''}`;
}

function indented(lines) {
  return lines
    .map((line) => (line.trim() === '' ? '' : `    ${line.trimEnd()}`))
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, thirdPartyText());
