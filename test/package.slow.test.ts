/**
 * The package: what is in the tarball runs in an empty folder, and its entries resolve for whoever imports them.
 *
 * Slow: installs the tarball from the registry.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {checkPackage, createPackageFromTarballData} from '@arethetypeswrong/core';
import {publint} from 'publint';
import {formatMessage} from 'publint/utils';
import {beforeAll, describe, expect, it} from 'vitest';
import {installByNpx, pack} from './support/installed.ts';
import {samplePath} from './support/samples.ts';

const BEFORE = samplePath('deletecollection-leak/heap-before.pb.gz');
const SMALL = samplePath('misc/etcd-cpu.pb.gz');

let tarball = '';
let folder = '';
let printed = '';
beforeAll(() => {
  tarball = pack();
  ({folder, printed} = installByNpx(tarball, BEFORE, 'pprofx heap-before.pb.gz'));
}, 600_000);

/** Runs the installed pprofx. */
function installed(...args: string[]): {code: number | null; stdout: string; stderr: string} {
  const bin = join(folder, 'node_modules', '.bin', 'pprofx');
  const {status, stderr, stdout} = spawnSync(bin, args, {encoding: 'utf8', maxBuffer: 2 ** 28});
  return {code: status, stdout, stderr};
}

/** Runs a module that imports the installed package. */
function importing(code: string): string {
  const path = join(folder, 'program.mjs');
  writeFileSync(path, code);
  return execFileSync(process.execPath, [path], {encoding: 'utf8'});
}

describe('npx', () => {
  it('runs the tarball in an empty folder', () => {
    expect(printed).toContain('heap-before.pb.gz  heap profile');
  });
});

describe('the installed command', () => {
  it('says its version, its commit and the Node it runs on', () => {
    const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {encoding: 'utf8'}).trim();
    const {version} = JSON.parse(readFileSync('package.json', 'utf8')) as {version: string};
    expect(installed('--version').stdout).toBe(`pprofx ${version} (commit ${commit}, Node ${process.version})\n`);
  });

  it('has its page, its schemas and its explanations', () => {
    expect(installed('flame', '--format', 'html', BEFORE).stdout).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(installed('schema', 'analyze').stdout)).toMatchObject({type: 'object'});
    expect(installed('explain', 'heap-hog').stdout).toContain('heap-hog');
  });

  it('has the thread that reads many inputs', () => {
    const many = Array.from({length: 80}, () => SMALL);
    const merged = installed('top', '--nodecount', '1', ...many);
    expect({code: merged.code, stderr: merged.stderr}).toEqual({code: 0, stderr: ''});
    expect(merged.stdout.split('\n').length).toBeGreaterThan(3);
  });

  it('has the thread that makes the first answers of the page', () => {
    const url = new URL('node_modules/pprofx/dist/cli/preload-thread.mjs', `file://${folder}/`);
    expect(readFileSync(url, 'utf8')).toContain('node:worker_threads');
  });
});

describe('the library', () => {
  it('is imported by its name', () => {
    const code = `
      import {readFileSync} from 'node:fs';
      import {analyze, buildTree, diff, groupGoroutines, PprofxError, readProfile, renderAnalysis, top} from 'pprofx';
      import {readSource} from 'pprofx/node';
      const heap = readProfile(readFileSync(${JSON.stringify(BEFORE)}));
      const same = await readSource(${JSON.stringify(BEFORE)});
      const refused = await readSource('nosuch.pb.gz').catch((error) => error);
      console.log(JSON.stringify([
        top(heap)[0].flat > 0, buildTree(heap).total[0] === buildTree(same).total[0], diff(heap, same).verdict,
        renderAnalysis(analyze(heap)).includes('heap profile'), groupGoroutines(heap).total >= 0,
        refused instanceof PprofxError && refused.code,
      ]));`;
    expect(JSON.parse(importing(code))).toEqual([true, true, 'unchanged', true, true, 'READ_FAILED']);
  });

  it('exports what docs/api.md lists, and nothing else', () => {
    const names = importing("import * as all from 'pprofx'; console.log(Object.keys(all).join(' '))").trim().split(' ');
    const page = readFileSync('docs/api.md', 'utf8');
    const listed = page.slice(0, page.indexOf("## `import … from 'pprofx/node'`")).matchAll(/^### `(\w+)`/gm);
    expect(names).toEqual([...listed].map(([, name]) => name));
  });

  it('has types that stand alone under strict settings', () => {
    const program = join(folder, 'program.ts');
    writeFileSync(
      program,
      `import {analyze, type Finding, readProfile, top, type TopRow} from 'pprofx';
       import {readSource} from 'pprofx/node';
       const rows: TopRow[] = top(readProfile(new Uint8Array(0)), {focus: 'main', sort: 'cum'});
       const findings: readonly Finding[] = analyze(await readSource(new URL('http://h/')), {memoryLimitBytes: 1}).findings;
       export const first: [number | undefined, string | undefined] = [rows[0]?.flat, findings[0]?.title];`,
    );
    const args = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom'];
    const compiler = resolve('node_modules/.bin/tsc');
    const tsc = spawnSync(compiler, [...args, '--types', '', program], {cwd: folder, encoding: 'utf8'});
    expect(tsc.stdout).toBe('');
  });
});

describe('whoever publishes it', () => {
  const packed = (): ArrayBuffer => new Uint8Array(readFileSync(tarball)).buffer;

  it('hears nothing from publint', async () => {
    const {messages, pkg} = await publint({strict: true, pack: {tarball: packed()}});
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('hears nothing from attw about modules, which is all that Node 20.19 and later load', async () => {
    const result = await checkPackage(createPackageFromTarballData(new Uint8Array(packed())));
    const problems = 'problems' in result ? result.problems : [{kind: 'no types'}];
    // attw's profile esm-only: what Node 10 resolves and what require() sees of modules is left out.
    const isOld = (problem: object): boolean =>
      'resolutionKind' in problem && ['node10', 'node16-cjs'].includes(String(problem.resolutionKind));
    expect(problems.filter((problem) => !isOld(problem))).toEqual([]);
  });
});
