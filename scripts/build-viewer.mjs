/**
 * Builds the page and its worker as modules that load each other on demand. Reports carry the same modules, linked into
 * one script each by src/render/html/link-modules.ts, which counts on the form in which they are written here.
 *
 * usage: node scripts/build-viewer.mjs
 *
 * The worker runs the core of the command line with a few modules swapped for replacements, most of which load the real
 * ones when something needs them (viewer/worker/lazy/), and without the proof of signatures. The HTML around the scripts is src/render/html/page.ts's.
 */
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync} from 'node:zlib';
import {build as bundle} from 'esbuild';
import {build} from 'vite';
import {smallerPackages} from './smaller-packages.mjs';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const OUT = path('dist/viewer');
const WORKER = path('viewer/worker/worker.ts');
const PAGE = path('viewer/main.ts');
const DIAGNOSIS = path('viewer/worker/requests/diagnosis.ts');
const FLAME = path('viewer/screens/flame/flame.ts');
/** What detectors of all kinds need, so that it is no file of its own. */
const OF_EVERY_DETECTOR = ['case/profile-values', 'evidence/make-finding', 'evidence/printed-table'].map((name) =>
  path(`src/analysis/${name}.ts`),
);
const LAZY = 'viewer/worker/lazy';
const DAGRE = 'worker/dagre.js';

/** Module → who gets the replacement instead, and where that is. */
const REPLACEMENTS = [
  {module: 're2js', importer: 'src/analysis/names/pattern.ts', replacement: `${LAZY}/re2js.ts`},
  {module: './formats/index.ts', importer: 'src/profile-reader.ts', replacement: `${LAZY}/formats.ts`},
  ...[
    {module: './kernel/index.ts', importer: 'src/formats/index.ts'},
    {module: './index.ts', importer: 'src/formats/kernel/any-text.ts'},
    {module: './sniff.ts', importer: 'src/formats/kernel/any-text.ts'},
    {module: './kernel-lockup.ts', importer: 'src/detectors/index.ts'},
    {module: './kernel-wait.ts', importer: 'src/detectors/index.ts'},
  ].map((each) => ({...each, replacement: `${LAZY}/kernel.ts`})),
  {module: './tools/index.ts', importer: 'src/formats/index.ts', replacement: `${LAZY}/tools.ts`},
  {
    module: '../../model/builder/goroutine-labels.ts',
    importer: 'src/formats/pprof/index.ts',
    replacement: `${LAZY}/goroutine-labels.ts`,
  },
  {module: './otlp/index.ts', importer: 'src/formats/index.ts', replacement: `${LAZY}/otlp.ts`},
  {module: './analysis/tree/prune.ts', importer: 'src/profile-reader.ts', replacement: `${LAZY}/prune.ts`},
  {module: './formats/foreign.ts', importer: 'src/profile-reader.ts', replacement: `${LAZY}/foreign.ts`},
  {module: '../foreign.ts', importer: 'src/formats/goroutine-text/index.ts', replacement: `${LAZY}/foreign.ts`},
  {module: './analysis/blocking/idle-shapes.ts', importer: 'src/diagnose.ts', replacement: `${LAZY}/goroutines.ts`},
  {module: '../goroutines/census.ts', importer: 'src/analysis/case/case.ts', replacement: `${LAZY}/goroutines.ts`},
  {module: '../goroutines/goid-clock.ts', importer: 'src/analysis/case/case.ts', replacement: `${LAZY}/goroutines.ts`},
  {
    module: './idle-processors.ts',
    importer: 'src/analysis/case/case.ts',
    replacement: `${LAZY}/idle-processors.ts`,
  },
  {
    module: './signatures/index.ts',
    importer: 'src/analyze.ts',
    replacement: 'viewer/worker/knowledge/all-signatures.ts',
  },
  {
    module: 'protobufjs/minimal.js',
    importer: 'src/formats/pprof/wire.ts',
    replacement: 'viewer/worker/lazy/protobuf-reader.ts',
  },
];

const replacements = {
  name: 'replacements',
  enforce: 'pre',
  resolveId(module, importer = '') {
    const found = REPLACEMENTS.find((each) => each.module === module && importer.endsWith(`/${each.importer}`));
    return found === undefined ? undefined : path(found.replacement);
  },
};

/** Vite wraps every import() to preload styles; there is one style sheet, and it is there. */
const plainImports = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : undefined),
};

/**
 * Replaces modules that pick from the signatures by what they picked, without the examples that prove a signature: tests
 * read those, pages do not.
 */
const pickedSignatures = {
  name: 'picked-signatures',
  enforce: 'pre',
  async load(id) {
    if (!/\/viewer\/worker\/knowledge\/(?:value|other)-signatures\.ts$/.test(id)) return undefined;
    const options = {entryPoints: [id], bundle: true, format: 'esm', write: false, logLevel: 'error'};
    const {outputFiles} = await bundle(options);
    const picked = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
    const shown = (key, value) => (key === 'hits' || key === 'misses' ? undefined : value);
    return Object.entries(picked)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value, shown)};`)
      .join('\n');
  },
};

/** Only scripts/languages.mjs looks for the mark; constants stay without it. */
const unmarkedTexts = {
  name: 'unmarked-texts',
  enforce: 'pre',
  transform: (code) =>
    code.replace(/\bsayLater\((\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),?\s*)\)/g, (_, text) =>
      text.replace(/,\s*$/, ''),
    ),
};

const shared = {
  configFile: false,
  root: path('viewer'),
  logLevel: 'warn',
  plugins: [plainImports, replacements, pickedSignatures, unmarkedTexts, ...smallerPackages],
};
const buildOptions = {
  outDir: OUT,
  emptyOutDir: false,
  target: 'es2022',
  reportCompressedSize: false,
  modulePreload: false,
  cssCodeSplit: false,
};
const treeshake = {
  propertyReadSideEffects: false,
  moduleSideEffects: (id) => id.endsWith('.css') || /viewer\/(?:announcer|main|boot|worker\/worker)\.ts$/.test(id),
};

export async function buildViewer() {
  rmSync(OUT, {recursive: true, force: true});
  await buildDagre();
  // Page and worker apart: what both need is little, and shared files would make each wait for one more round.
  const flame = {name: staticPartOf([FLAME], 'flame', PAGE), debugName: 'flame'};
  await buildModules({app: PAGE, boot: path('viewer/boot.ts')}, 'page', {
    groups: [
      flame,
      {name: (id) => (isBase(id) ? 'base' : null), debugName: 'base', includeDependenciesRecursively: false},
      {
        name: (id) => (isAfterPaint(id) ? 'more' : null),
        debugName: 'more',
        includeDependenciesRecursively: false,
      },
      {name: (id) => (isSearch(id) ? 'search' : null), debugName: 'search', includeDependenciesRecursively: false},
      {name: (id) => (isExport(id) ? 'export-menu' : null), debugName: 'export', includeDependenciesRecursively: false},
      {name: (id) => (isNote(id) ? 'notes' : null), debugName: 'notes', includeDependenciesRecursively: false},
      {name: (id) => (isSeries(id) ? 'series' : null), debugName: 'series', includeDependenciesRecursively: false},
    ],
    includeDependenciesRecursively: false,
  });
  await buildModules({worker: WORKER}, 'worker', {
    groups: [
      {name: staticPartOf([WORKER], 'core'), debugName: 'core'},
      {
        name: staticPartOf([DIAGNOSIS, ...OF_EVERY_DETECTOR], 'diagnosis', WORKER),
        debugName: 'diagnosis',
        includeDependenciesRecursively: false,
      },
      {name: (id) => (isSmall(id) ? 'small' : null), debugName: 'small', includeDependenciesRecursively: false},
      {name: (id) => (isLater(id) ? 'later' : null), debugName: 'later', includeDependenciesRecursively: false},
      {name: (id) => (isTable(id) ? 'tables' : null), debugName: 'tables', includeDependenciesRecursively: false},
    ],
  });
  packPage();
}

/** The whole page as one file, but for what the command line takes from it: together it is a fifth smaller than apart. */
function packPage() {
  const paths = readdirSync(OUT, {recursive: true, encoding: 'utf8'}).map((file) => file.replaceAll('\\', '/'));
  const own = paths.filter((file) => /\.(?:css|js)$/.test(file) && file !== DAGRE).sort();
  const files = own.map((file) => [file, readFileSync(`${OUT}/${file}`, 'utf8')]);
  writeFileSync(`${OUT}/page.br`, brotliCompressSync(JSON.stringify(files)));
}

/** The layout of graphs, in one file for the page and the command line (scripts/bundle.mjs). */
async function buildDagre() {
  const contents = "export {Graph, layout} from '@dagrejs/dagre';";
  await bundle({
    stdin: {contents, resolveDir: path('.')},
    outfile: `${OUT}/${DAGRE}`,
    bundle: true,
    format: 'esm',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
  });
}

/** Modules of some hundred bytes that parts on demand share: in one file, they cost fewer requests than apart. */
function isSmall(id) {
  const small =
    /\/(?:model\/(?:report-comments|wait-class)|render\/words\/(?:xml|profile-heading)|analysis\/goroutines\/(?:wait-class|nil-channels))\.ts$/;
  return small.test(id) || /\/analysis\/(?:blocking\/idle-shapes|case\/idle-processors)\.ts$/.test(id);
}

/** What the page's script and its parts share, apart from what only the script needs. */
function isBase(id) {
  return /\/(?:viewer\/base\/(?:base64|dom|settings)|src\/base\/(?:safe-text|utf8|language\/say))\.ts$/.test(id);
}

/** Commands and legend of a flamegraph, which it asks for once it is painted. */
function isAfterPaint(id) {
  return /\/viewer\/(?:flame\/package-legend|screens\/flame\/(?:actions|breadcrumbs|looks|more))\.ts$/.test(id);
}

function isSearch(id) {
  return /\/viewer\/(?:screens\/flame\/search|flame\/fade)\.ts$/.test(id);
}

function isExport(id) {
  return /\/viewer\/shell\/export-(?:choices|menu)\.ts$/.test(id);
}

/** What few pages say in place of numbers. */
function isNote(id) {
  return /\/viewer\/screens\/(?:rare-notes|empty-note)\.ts$/.test(id);
}

/** The time line and the screen of a series. */
function isSeries(id) {
  return /\/viewer\/screens\/series\//.test(id);
}

/** Answers that no first screen needs, with the shortest of their parts. */
function isLater(id) {
  return /\/viewer\/worker\/requests\/(?:later|flame-waits|raw-text)\.ts$/.test(id);
}

/** What asks for functions and their costs, of the table and of a comparison: one file instead of two small ones. */
function isTable(id) {
  return /\/viewer\/worker\/requests\/(?:home|table)\.ts$/.test(id);
}

/** Entries beside each other, and what they load on demand in a folder. */
async function buildModules(input, folder, codeSplitting) {
  const output = {
    entryFileNames: '[name].js',
    chunkFileNames: `${folder}/[name].js`,
    assetFileNames: 'app[extname]',
    codeSplitting,
    paths: {'@dagrejs/dagre': './dagre.js'},
  };
  await build({
    ...shared,
    build: {...buildOptions, rolldownOptions: {input, treeshake, output, external: ['@dagrejs/dagre']}},
  });
}

/**
 * Puts all modules that are needed before anything is asked of an entry into one file, so that it takes one request.
 * Left to itself the bundler parts what on-demand modules need as well.
 *
 * @param above  an entry that is there already, with all it needs
 */
function staticPartOf(entries, name, above) {
  let modules;
  return (id, build) => {
    modules ??= staticImports(entries, build, above === undefined ? [] : staticImports([above], build));
    // The bundler's own helpers have to be there first, too.
    return modules.has(id) || (above === undefined && id.startsWith('\0rolldown')) ? name : null;
  };
}

function staticImports(entries, build, without = []) {
  const found = new Set(entries);
  for (const id of found) for (const imported of build.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  for (const id of without) found.delete(id);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildViewer();
