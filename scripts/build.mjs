#!/usr/bin/env node
/**
 * Builds dist: modules and their types beside the page, then what is made of the modules, all at once.
 *
 * The bundle comes after the modules, for bin.js runs whichever is newer.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';

await together(['node_modules/typescript/bin/tsc', '-b'], ['scripts/build-viewer.mjs']);
await together(['scripts/languages.mjs'], ['scripts/bundle.mjs'], ['scripts/library.mjs'], ['scripts/man-page.mjs']);

/** Runs scripts beside each other; where one fails, the build does once all have ended. */
async function together(...scripts) {
  const codes = await Promise.all(
    scripts.map(async (args) => {
      const [code] = await once(spawn(process.execPath, args, {stdio: 'inherit'}), 'close');
      return code;
    }),
  );
  const failed = codes.find((code) => code !== 0);
  if (failed !== undefined) process.exit(failed ?? 1);
}
