/**
 * Bundles the command line into dist/cli/pprofx.cjs and its threads beside it, with the licences of what is in them, and
 * has V8 compile the command line in advance.
 *
 * usage: node scripts/bundle.mjs, after tsc
 */
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {builtinModules} from 'node:module';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync} from 'node:zlib';
import {build} from 'esbuild';
import {shortenNames} from './shorten-names.mjs';
import {withoutExamples} from './without-examples.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'dist', 'cli');
const BUNDLE = join(FOLDER, 'pprofx.cjs');

/** Node's modules that are there in every process anyway; the others load when something of them is used. */
const EAGER = new Set([
  'buffer',
  'events',
  'fs',
  'module',
  'os',
  'path',
  'process',
  'stream',
  'url',
  'util',
  'v8',
  'vm',
]);
/** Packages that many runs never need. */
const LAZY_PACKAGES = ['@dagrejs/dagre', 'pako', 're2js', 'yaml'];
/** Lazy packages that are installed with pprofx. */
const INSTALLED = ['pako', 're2js', 'yaml'];
/** The page has it as a file, which is where the command line takes it from. */
const DAGRE = '../viewer/worker/dagre.js';

/** Replaces a module by one of getters, each of which loads it. */
const lazyModules = {
  name: 'lazy-modules',
  setup(plugin) {
    const isLazyBuiltin = (path) => builtinModules.includes(path) && !EAGER.has(path) && !path.includes('/');
    plugin.onResolve({filter: /^[^.]/}, ({importer, kind, namespace, path}) => {
      if (namespace === 'lazy' || kind === 'dynamic-import' || kind === 'entry-point') return undefined;
      const name = path.replace(/^node:/, '');
      if (!isLazyBuiltin(name) && !LAZY_PACKAGES.includes(path)) return undefined;
      if (importer.includes('node_modules') && LAZY_PACKAGES.includes(path)) return undefined;
      return {path: isLazyBuiltin(name) ? `node:${name}` : path, namespace: 'lazy'};
    });
    plugin.onLoad({filter: /.*/, namespace: 'lazy'}, async ({path}) => {
      const names = Object.keys(await import(path)).filter((name) => name !== 'default');
      const getters = names.map((name) => `get ${JSON.stringify(name)}() { return load()[${JSON.stringify(name)}]; }`);
      const from = path === '@dagrejs/dagre' ? DAGRE : path;
      const contents = `const load = () => require(${JSON.stringify(from)});\nmodule.exports = {${getters.join(',\n')}};`;
      return {contents, loader: 'js', resolveDir: ROOT};
    });
  },
};

/** What Node runs, wherever it comes from and goes to. */
const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  preserveSymlinks: true,
  target: 'node20',
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: 'none',
  logLevel: 'warning',
};
/** The thread that src/cli/reading/read-thread.ts starts: most of its code is the command line's. */
const READ_WORKER = `import {createRequire} from 'node:module';
await createRequire(import.meta.url)('./pprofx.cjs').serveReads();
`;

await build({
  ...COMMON,
  entryPoints: [join('src', 'cli', 'run.ts')],
  outfile: BUNDLE,
  format: 'cjs',
  // Larger than all the rest, each for one command; DuckDB is there only where the user installed it.
  external: [...INSTALLED, DAGRE, '@modelcontextprotocol/*', '@duckdb/*'],
  // A script that runs from compiled code has no loader for import(): it becomes require().
  supported: {'dynamic-import': false},
  define: {'import.meta.url': 'bundleUrl'},
  banner: {js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;"},
  plugins: [lazyModules, withoutExamples],
});
shortenNames(BUNDLE, false);
await build({
  ...COMMON,
  entryPoints: [join('src', 'cli', 'server', 'preload-thread.ts')],
  outdir: FOLDER,
  entryNames: '[name]',
  outExtension: {'.js': '.mjs'},
  format: 'esm',
});
writeFileSync(join(FOLDER, 'read-worker.mjs'), READ_WORKER);
writeDetectorPages();
for (const name of readdirSync(FOLDER))
  if (/\.bin$|^\.compiled$/.test(name)) rmSync(join(FOLDER, name), {recursive: true});
execFileSync(process.execPath, [join(ROOT, 'scripts', 'compile-bundle.mjs')], {stdio: ['ignore', 'ignore', 'inherit']});

/** What `pprofx explain DETECTOR` prints, in one file of the package. */
function writeDetectorPages() {
  const folder = join(ROOT, 'docs', 'detectors');
  const ids = readdirSync(folder).flatMap((name) => (name === 'README.md' ? [] : name.replace(/\.md$/, '')));
  const pages = ids.map((id) => [id, readFileSync(join(folder, `${id}.md`), 'utf8')]);
  writeFileSync(join(ROOT, 'dist', 'detectors.json.br'), brotliCompressSync(JSON.stringify(Object.fromEntries(pages))));
}
