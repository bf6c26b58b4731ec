#!/usr/bin/env node
/**
 * Runs the built program on every supported line of Node: `npm run matrix -- [--core | --full] [20 22 24 26]`.
 *
 * Each runs the same commands, whose output must be the same bytes everywhere; --core runs those tests as well that lean
 * on Node the most, --full all of them. `npm run verify` does the former with the oldest and the newest; the line that
 * verify itself runs on has had all tests by then, so --core leaves them out for that line. The binaries are npm
 * packages, kept below coverage/nodes; one that cannot be had is a failure, never a line that is left out.
 */
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const {positionals, values} = parseArgs({
  allowPositionals: true,
  options: {core: {type: 'boolean', default: false}, full: {type: 'boolean', default: false}},
});
const ROOT = fileURLToPath(new URL('..', import.meta.url));
process.chdir(ROOT);

/** The lines of Node that pprofx is for, each with the version that stands for it: first the oldest that may be used. */
const VERSIONS = {20: '20.19.0', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0'};
const {engines} = JSON.parse(readFileSync('package.json', 'utf8'));
if (!VERSIONS[20].startsWith(engines.node.replace('>=', '')))
  throw new Error(`engines says ${engines.node}, not ${VERSIONS[20]}`);
const LINES = positionals.length > 0 ? positionals : Object.keys(VERSIONS);
/**
 * Everything of ours that touches files, streams, sockets, threads, processes and zlib. What only computes is the same
 * JavaScript everywhere: the bytes of the commands show it.
 */
const CORE_TESTS = [
  'formats/wrapping',
  'cli/input',
  'cli/output/output-files',
  'cli/output/salvage',
  'cli/server',
  'cli/bundle',
  'cli/contract',
].map((name) => `test/${name}`);
for (const name of CORE_TESTS)
  if (!existsSync(name) && !existsSync(`${name}.test.ts`)) throw new Error(`there is no ${name} to run`);

const HEAP = 'samples/misc/etcd-heap.pb.gz';
const DUMP = 'samples/deletecollection-leak/goroutine-before.pb.gz';
/** Commands and the exit code of each. */
const COMMANDS = [
  [0, 'analyze', HEAP, DUMP],
  [0, 'analyze', '--format', 'json', HEAP],
  [0, 'top', HEAP],
  [0, 'top', '--format', 'json', '--focus', 'etcd', HEAP],
  [0, 'tree', HEAP],
  [0, 'traces', HEAP],
  [0, 'raw', DUMP],
  [0, 'goroutines', DUMP],
  [0, 'flame', '--format', 'svg', HEAP],
  [0, 'graph', HEAP],
  [0, 'convert', '--to', 'folded', '-o', '-', HEAP],
  [0, 'diff', '--format', 'markdown', HEAP, HEAP],
  [2, 'top', '--max-bytes', 'x', HEAP],
  [3, 'top', 'README.md'],
  [4, 'top', '--max-bytes', '100', HEAP],
  [5, 'top', 'no-such-file'],
];

// The binaries first, one after the other: then all lines at once, which two cores do in little more time than one.
const nodes = [];
for (const line of LINES) nodes.push(await install(line));
const results = values.full ? await inTurn(nodes, runLine) : await Promise.all(nodes.map(runLine));
const [{hash: expected}] = results;
for (const {hash, version, wrong, tests} of results) {
  const isSame = hash === expected;
  console.log(
    `${version}: ${COMMANDS.length - wrong.length}/${COMMANDS.length} commands, output ${isSame ? 'the same' : 'DIFFERS'}` +
      (tests === undefined ? '' : `, tests ${tests.status === 0 ? 'pass' : 'FAIL'} (${summary(tests.stdout)})`),
  );
  for (const {args, status, stderr} of wrong) console.log(`  ${args.join(' ')}: ${status} ${stderr.slice(0, 300)}`);
  if (tests !== undefined && tests.status !== 0)
    console.log(`${tests.stdout.slice(-6000)}\n${tests.stderr.slice(-2000)}`);
  if (wrong.length > 0 || !isSame || (tests?.status ?? 0) !== 0) process.exitCode = 1;
}

async function runLine(node) {
  const version = (await run(node, ['--version'])).stdout.trim();
  const outputs = [];
  for (const [code, ...args] of COMMANDS)
    outputs.push({code, args, ...(await run(node, ['dist/cli/bin.js', ...args]))});
  const wrong = outputs.filter(
    ({code, status, stderr}) => status !== code || /DeprecationWarning|ExperimentalWarning/.test(stderr),
  );
  const hash = createHash('sha256')
    .update(outputs.map(({stderr, stdout}) => stdout + stderr).join('\0'))
    .digest('hex');
  // One worker: beside the tests of verify there is no core for another.
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...(values.full ? [] : ['--maxWorkers=1', ...CORE_TESTS])];
  const families = values.full ? {} : {PPROFX_FAMILIES: 'node'};
  const isTested = version.split('.')[0] === process.version.split('.')[0];
  const tests = values.full || (values.core && !isTested) ? await run(node, vitest, families) : undefined;
  return {version, wrong, hash, tests};
}

/** `Tests  514 passed (514)`. */
function summary(stdout) {
  return /^\s*(Tests .*)$/m.exec(stdout)?.[1].replace(/\s+/g, ' ') ?? 'no summary';
}

async function inTurn(items, work) {
  const done = [];
  for (const item of items) done.push(await work(item));
  return done;
}

/** Path of the node binary of a release line; installs it when it is not here yet. */
async function install(line) {
  const version = VERSIONS[line];
  if (version === undefined) throw new Error(`no line ${line}; there are: ${Object.keys(VERSIONS).join(', ')}`);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const prefix = join(ROOT, 'coverage', 'nodes', version);
  const node = join(prefix, 'node_modules', name, 'bin', 'node');
  if (!existsSync(node)) {
    const flags = ['--prefer-offline', '--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
    const {status, stderr} = await run('npm', ['install', ...flags, '--prefix', prefix, `${name}@${version}`]);
    if (status !== 0) throw new Error(`cannot install ${name}@${version}, so Node ${line} is not tested:\n${stderr}`);
  }
  const {stderr, stdout} = await run(node, ['--version']);
  if (stdout.trim() !== `v${version}`)
    throw new Error(`${node} says ${stdout.trim()}${stderr.trim()}, not v${version}`);
  return node;
}

async function run(command, args, variables = {}) {
  const env = {...process.env, NO_COLOR: '1', TZ: 'UTC', ...variables};
  const child = spawn(command, args, {env, stdio: ['ignore', 'pipe', 'pipe']});
  const collect = async (stream) => Buffer.concat(await stream.toArray()).toString();
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const [status, stdout, stderr] = await Promise.all([ended, collect(child.stdout), collect(child.stderr)]);
  return {status, stdout, stderr};
}
