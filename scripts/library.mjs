/**
 * Builds what `import 'pprofx'` and `import 'pprofx/node'` load, and their types, into dist/lib.
 *
 * usage: node scripts/library.mjs, after tsc
 */
import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {rollTypes} from './roll-types.mjs';
import {shortenNames} from './shorten-names.mjs';
import {withoutExamples} from './without-examples.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LIBRARY = join(ROOT, 'dist', 'lib');

/** The library reads profiles, not archives: their packages are part of the command line alone. */
const withoutArchives = {
  name: 'without-archives',
  setup(plugin) {
    plugin.onLoad({filter: /cli\/archive\/address\.ts$/}, () => ({
      contents: 'export const archiveOf = () => undefined;\nexport const entryChunks = () => undefined;',
    }));
  },
};

rmSync(LIBRARY, {recursive: true, force: true});
mkdirSync(LIBRARY, {recursive: true});
await build({
  absWorkingDir: ROOT,
  entryPoints: {index: join('src', 'index.ts'), node: join('src', 'cli', 'node.ts')},
  outdir: LIBRARY,
  bundle: true,
  // One class of errors and one of everything else, whichever entry is imported.
  splitting: true,
  chunkNames: 'shared',
  format: 'esm',
  target: 'es2022',
  packages: 'external',
  external: ['node:*'],
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [withoutArchives, withoutExamples],
});
for (const name of readdirSync(LIBRARY)) shortenNames(join(LIBRARY, name), true);
const core = rollTypes(join(ROOT, 'dist', 'index.d.ts'));
writeFileSync(join(LIBRARY, 'index.d.ts'), core.text);
const node = rollTypes(join(ROOT, 'dist', 'cli', 'node.d.ts'), {names: core.names, from: './index.js'});
writeFileSync(join(LIBRARY, 'node.d.ts'), node.text);
