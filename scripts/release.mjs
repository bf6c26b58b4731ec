#!/usr/bin/env node
/**
 * A release in one command: checks, notes, tarball, site, SBOM and checksums in a folder; then the tag and npm, unless it is
 * a dry run.
 *
 * usage: npm run release -- [--dry-run] [--no-checks] [--folder DIR]; --no-checks goes with --dry-run alone
 */
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {BUNDLED} from './third-party.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
process.chdir(ROOT);

const {values} = parseArgs({
  options: {'dry-run': {type: 'boolean'}, 'no-checks': {type: 'boolean'}, folder: {type: 'string'}},
});
const isDry = values['dry-run'] === true;
const {version} = JSON.parse(readFileSync('package.json', 'utf8'));
const folder = resolve(values.folder ?? join('release', version));

const obstacles = [...obstaclesOfTree(), ...(notes() === '' ? [`CHANGELOG.md has no section ## ${version}`] : [])];
if (obstacles.length > 0) {
  for (const obstacle of obstacles) console.error(`release: ${obstacle}`);
  process.exit(1);
}
if (values['no-checks'] === true) console.log('checks: left out');
else step('checks', () => run(process.execPath, 'scripts/verify.mjs'));
step('tarball', () => run('npm', 'pack', '--silent', '--pack-destination', folder));
step('notes', () => writeFileSync(join(folder, 'NOTES.md'), notes()));
step('site', () => run(process.execPath, 'scripts/build-site.mjs', '--folder', join(folder, 'site')));
step('SBOM', writeSbom);
step('checksums', writeChecksums);
if (isDry) console.log(`dry run: nothing was published; look at ${folder}`);
else publish();

/** What keeps a release from beginning. */
function obstaclesOfTree() {
  const isClean = isDry || read('git', 'status', '--porcelain') === '';
  const isNew = read('git', 'tag', '--list', `v${version}`) === '';
  const isEmpty = !existsSync(folder) || readdirSync(folder).length === 0;
  const isChecked = isDry || values['no-checks'] !== true;
  mkdirSync(folder, {recursive: true});
  return [
    ...(isClean ? [] : ['there are changes that are not committed']),
    ...(isNew ? [] : [`the tag v${version} exists; raise the version in package.json`]),
    ...(isEmpty ? [] : [`${folder} is not empty`]),
    ...(isChecked ? [] : ['--no-checks goes with --dry-run alone']),
  ];
}

/** The section of this version in CHANGELOG.md, '' without one. */
function notes() {
  const text = readFileSync('CHANGELOG.md', 'utf8');
  const start = text.indexOf(`\n## ${version}\n`);
  if (start < 0) return '';
  const end = text.indexOf('\n## ', start + 1);
  return `${text.slice(start, end < 0 ? undefined : end).trim()}\n`;
}

/**
 * CycloneDX, of what an installation brings and what is built into its files.
 *
 * Of a project without the development packages: `npm sbom --omit dev` also leaves out what they share with users.
 */
function writeSbom() {
  const project = join(mkdtempSync(join(tmpdir(), 'sbom-')), 'pprofx');
  mkdirSync(project);
  try {
    const {devDependencies, ...described} = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const name of BUNDLED) described.dependencies[name] = devDependencies[name];
    writeFileSync(join(project, 'package.json'), JSON.stringify(described));
    copyFileSync('package-lock.json', join(project, 'package-lock.json'));
    const npm = (...args) => execFileSync('npm', args, {cwd: project, encoding: 'utf8', maxBuffer: 2 ** 26});
    npm('install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline');
    const text = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only');
    writeFileSync(join(folder, `pprofx-${version}.cdx.json`), text);
  } finally {
    rmSync(dirname(project), {recursive: true, force: true});
  }
}

function writeChecksums() {
  const lines = readdirSync(folder, {recursive: true})
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
    .map(
      (path) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}  ${path}\n`,
    );
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
}

/** npm first: what it refuses leaves no tag. */
function publish() {
  step('npm', () => run('npm', 'publish', join(folder, `pprofx-${version}.tgz`)));
  step('tag', () => run('git', 'tag', '-a', `v${version}`, '-m', `pprofx ${version}`));
  console.log(`next: git push origin v${version}, and a release of that tag with the files of ${folder}`);
}

function step(name, action) {
  console.log(`${name}…`);
  action();
}

function run(command, ...args) {
  execFileSync(command, args, {stdio: ['ignore', 'inherit', 'inherit']});
}

function read(command, ...args) {
  return execFileSync(command, args, {encoding: 'utf8'}).trim();
}
