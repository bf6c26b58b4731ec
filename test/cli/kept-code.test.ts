/**
 * What V8 compiled: a package keeps it beside its bundle at the first run, where it may write there.
 */
import {spawnSync} from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect, it} from 'vitest';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');

/** A package without compiled code, as npm unpacks it. */
function unpacked(): string {
  const root = mkdtempSync(join(tmpdir(), 'package-'));
  const folder = join(root, 'dist', 'cli');
  mkdirSync(folder, {recursive: true});
  for (const name of ['bin.js', 'pprofx.cjs']) copyFileSync(join('dist', 'cli', name), join(folder, name));
  copyFileSync('package.json', join(root, 'package.json'));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  return folder;
}

function run(folder: string, ...args: readonly string[]): string {
  const {status, stderr, stdout} = spawnSync(process.execPath, [join(folder, 'bin.js'), ...args], {encoding: 'utf8'});
  expect({status, stderr: stderr.replace(/^(?:warning|hint): .*\n/gm, '')}).toEqual({status: 0, stderr: ''});
  return stdout;
}

const keptIn = (folder: string): string[] => readdirSync(join(folder, '.compiled'));

it('is kept for the version of Node and the command, and gives the same answers', () => {
  const folder = unpacked();
  const first = run(folder, 'top', HEAP);
  const kept = keptIn(folder);
  expect(kept).toEqual([
    expect.stringMatching(new RegExp(`^${process.version}-${process.arch}-[0-9a-f]{1,8}-top\\.bin$`)),
  ]);
  expect(run(folder, 'top', HEAP)).toBe(first);
  expect(keptIn(folder)).toEqual(kept);
});

it('of another bundle is never run', () => {
  const folder = unpacked();
  run(folder, '--version');
  const bundle = join(folder, 'pprofx.cjs');
  const [kept] = keptIn(folder);
  // As long as before, which is all that V8 compares.
  const text = `module.exports = {run: async () => (process.stdout.write('another\\n'), 0)};`;
  writeFileSync(bundle, text.padEnd(statSync(bundle).size));
  expect(run(folder, '--version')).toBe('another\n');
  expect(keptIn(folder)).toHaveLength(2);
  expect(keptIn(folder)).toContain(kept);
});

it('is not missed where nothing can be written', () => {
  const folder = unpacked();
  // A file where the folder would be: root writes into folders of any mode.
  writeFileSync(join(folder, '.compiled'), '');
  chmodSync(folder, 0o500);
  expect(run(folder, 'top', HEAP)).toContain('flat');
});

it('is taken by the next run, also where the first has changed flags of V8 for itself', () => {
  const folder = unpacked();
  const noting = join(folder, 'note-rejected.cjs');
  // Prints whether V8 takes what it is given.
  writeFileSync(
    noting,
    `const vm = require('node:vm');
     const {Script} = vm;
     vm.Script = class extends Script {
       constructor(...args) {
         super(...args);
         process.stderr.write(\`rejected: \${this.cachedDataRejected}\\n\`);
       }
     };
     require('node:module').syncBuiltinESMExports();`,
  );
  const notes = (...args: readonly string[]): string[] => {
    const {stderr} = spawnSync(process.execPath, ['--require', noting, join(folder, 'bin.js'), ...args], {
      encoding: 'utf8',
    });
    return stderr.split('\n').filter((line) => line.startsWith('rejected'));
  };
  const watch = ['watch', 'localhost:1', '--every', '1s', '--for', '1s', '-o', join(folder, 'w')];
  expect(notes(...watch)).toEqual(['rejected: undefined']);
  expect(notes('--version')).toEqual(['rejected: false']);
});
