/**
 * Notes in dist/commit.txt of which commit the package is, for `pprofx --version`; npm runs it around packing, so that a
 * build stays the same in every folder.
 *
 * usage: node scripts/commit.mjs [--remove]
 */
import {execFileSync} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';

const NOTE = new URL('../dist/commit.txt', import.meta.url);
if (process.argv[2] === '--remove') rmSync(NOTE, {force: true});
else writeFileSync(NOTE, execFileSync('git', ['rev-parse', '--short=12', 'HEAD']));
