#!/usr/bin/env node
/**
 * The page as a folder of static files: whoever serves it, people drop profiles on it, and nothing leaves their browser.
 *
 * usage: npm run build:site -- [--folder DIR] [--embedder ORIGIN]... [--connect ORIGIN]...
 * See docs/site.md.
 */
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {buildSync} from 'esbuild';
import {viewerFiles} from '../dist/cli/server/viewer-assets.js';
import {servedPage, servedPolicy} from '../dist/render/html/page.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const {values} = parseArgs({
  options: {
    connect: {type: 'string', multiple: true, default: []},
    embedder: {type: 'string', multiple: true, default: []},
    folder: {type: 'string', default: join(ROOT, 'dist', 'site')},
  },
});
const embedders = values.embedder.map(originOf);
const connect = values.connect.map(originOf);
const folder = resolve(values.folder);

const site = new Map(viewerFiles());
site.set('open.js', openScript());
site.set('index.html', indexPage());
site.set('offline.js', offlineScript());
refuseForeignFolder();
rmSync(folder, {recursive: true, force: true});
for (const [path, text] of site) {
  const file = join(folder, path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
}
console.log(`${site.size} files in ${folder}`);

function originOf(text) {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  if (origin === text) return text;
  console.error(`build:site: ${text} is no origin, such as https://grafana.example.com`);
  process.exit(2);
}

/** The folder is emptied first, so it has to be new, empty, or one of these. */
function refuseForeignFolder() {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  if (names.length === 0 || ['index.html', 'offline.js', 'worker.js'].every((name) => names.includes(name))) return;
  console.error(`build:site: ${folder} holds other files; name a new folder`);
  process.exit(2);
}

/** The page of `pprofx view` without inputs, with its policy inside: a static host may have no way to send one. */
function indexPage() {
  const policy = servedPolicy()
    // Only a header can say this.
    .replace(/; frame-ancestors [^;]*/, '')
    .replace("connect-src 'self'", ["connect-src 'self'", ...connect].join(' '));
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<meta name="pprofx-embedders" content="${embedders.join(' ')}">`,
    '<script src="open.js"></script>',
  ];
  return servedPage({inputs: [], options: {}}, []).replace('<meta charset="utf-8">', (charset) =>
    [charset, ...head].join('\n'),
  );
}

function openScript() {
  const entry = join(ROOT, 'viewer', 'site', 'open.ts');
  const options = {bundle: true, format: 'iife', minify: true, target: 'es2022', write: false, logLevel: 'error'};
  return buildSync({...options, entryPoints: [entry]}).outputFiles[0].text;
}

function offlineScript() {
  const hash = createHash('sha256');
  for (const [path, text] of site) hash.update(`${path}\n${text}\n`);
  const names = JSON.stringify(['./', ...site.keys()]);
  const text = readFileSync(join(ROOT, 'viewer', 'site', 'offline.js'), 'utf8');
  return `const FILES = ${names};\nconst VERSION = '${hash.digest('hex').slice(0, 16)}';\n${text}`;
}
