#!/usr/bin/env node
/**
 * Starts a detector, a pack of signatures, a format or a command: its files, its line in the registry, its place in the
 * docs, and a test that fails until it works.
 *
 * usage: npm run new detector|signatures|format|command NAME
 */
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {SCAFFOLDS} from './scaffolds.mjs';

const [kind, name = ''] = process.argv.slice(2);
const scaffold = SCAFFOLDS[kind];
if (scaffold === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  stop(`usage: npm run new ${Object.keys(SCAFFOLDS).join('|')} NAME, with a name like chan-crowd`);

const {edits, files} = scaffold(name);
const taken = Object.keys(files).find(existsSync);
if (taken !== undefined) stop(`${taken} is there already`);
// All texts are made before anything is written, so that a registry of another shape leaves nothing half done.
const texts = new Map(Object.entries(files));
for (const edit of edits) texts.set(edit.path, inserted(texts.get(edit.path) ?? readFileSync(edit.path, 'utf8'), edit));
for (const [path, text] of texts) {
  writeFileSync(path, text);
  console.log(path);
}
const sources = [...texts.keys()].filter((path) => path.endsWith('.ts'));
spawnSync('node_modules/.bin/biome', ['check', '--write', ...sources], {stdio: ['ignore', 'ignore', 'inherit']});
console.log('now: npm run check, which fails where there is something to write');

/** The text with the entry at its place: before the first one with a larger key, or behind the last. */
function inserted(text, {before, end = '\n', entry, list, path}) {
  if (before !== undefined) {
    if (!text.includes(before)) unknown(path);
    return text.replace(before, entry + before);
  }
  const known = [...text.matchAll(list)];
  const [[, own]] = entry.matchAll(list);
  const last = known.at(-1);
  if (last === undefined) unknown(path);
  const place = known.find(([, key]) => key > own)?.index ?? text.indexOf(end, last.index) + end.length;
  return text.slice(0, place) + entry + text.slice(place);
}

function unknown(path) {
  stop(`${path} has another shape than scripts/scaffolds.mjs knows`);
}

function stop(message) {
  console.error(message);
  process.exit(2);
}
