/**
 * Builds the lab with the Go at hand and diagnoses what it makes: each kind of trouble, and its healthy twin.
 *
 * Profiles are kept by the hash of the sources, so that only a change of the lab costs a build.
 */
import {execFile, execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {beforeAll, describe, expect, test} from 'vitest';
import {type AnalyzeOptions, analyze} from '../../src/analyze.ts';
import type {Profile} from '../../src/model/profile.ts';
import {readFixture, troubles} from '../support/diagnosis.ts';
import {cacheFolder} from '../support/temporary-folder.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = readdirSync(HERE).filter((name) => /\.(?:go|mod)$/.test(name));

async function profilesFolder(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of SOURCES) hash.update(name).update(readFileSync(join(HERE, name)));
  const version = execFileSync('go', ['version'], {encoding: 'utf8'});
  const folder = join(cacheFolder(), `pprofx-lab-${hash.update(version).digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) await buildAndRun(folder);
  return folder;
}

/** Works in a folder beside and renames it, so that a run that was cut leaves nothing half done. */
async function buildAndRun(folder: string): Promise<void> {
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, {recursive: true});
  const binary = join(work, 'lab');
  execFileSync('go', ['build', '-o', binary, '.'], {cwd: HERE});
  const modes = execFileSync(binary, {encoding: 'utf8'}).trim().slice(1, -1).split(' ');
  const run = promisify(execFile);
  // Two at a time: each of the many waits for something most of the time, and machines for tests have few cores.
  const worker = async (): Promise<void> => {
    for (let mode = modes.pop(); mode !== undefined; mode = modes.pop()) await run(binary, [mode, work]);
  };
  await Promise.all([worker(), worker()]);
  try {
    renameSync(work, folder);
  } catch {
    // Another run was faster.
    rmSync(work, {recursive: true, force: true});
  }
}

let folder = '';
beforeAll(async () => {
  folder = await profilesFolder();
}, 300_000);

const read = (name: string): Profile => asIfAlone(readFixture(join(folder, name)));

const diagnose = (names: string | readonly string[], options: AnalyzeOptions = {}) =>
  troubles(analyze([names].flat().map(read), options)).map(({culprit, id}) => `${id} ${culprit.function}`);

/** A machine that starves the lab stretches the clock, not the work: a CPU profile counts as if it had had a core. */
function asIfAlone(profile: Profile): Profile {
  if (profile.kind !== 'cpu') return profile;
  const cpuNanos = BigInt(profile.samples.values[1].reduce((sum, value) => sum + value, 0));
  return profile.durationNanos > cpuNanos ? {...profile, durationNanos: cpuNanos} : profile;
}

describe('trouble made in the lab is named', () => {
  test.each([
    ['send-leak', 'goroutine-leak-chan-send main.computeResult'],
    ['receive-leak', 'goroutine-leak-chan-receive main.fetchQuote'],
    ['select-leak', 'goroutine-leak-select main.awaitReply'],
    ['wait-group-leak', 'goroutine-leak-wait-group main.gather'],
    ['nil-chan-leak', 'goroutine-leak-nil-chan main.notifyClosed'],
    ['self-deadlock', 'deadlock main.(*store).size'],
    ['send-under-lock', 'deadlock main.(*store).publish'],
    ['body-leak', 'connection-leak net/http.(*persistConn).readLoop'],
    ['pool-leak', 'connection-leak database/sql.(*DB).conn'],
  ])('%s, from the text dump', (mode, finding) => {
    expect(diagnose(`${mode}.goroutine.txt`)).toEqual([finding]);
  });

  test.each([
    ['send-leak', 'goroutine-leak-chan-send main.computeResult'],
    ['receive-leak', 'goroutine-leak-chan-receive main.fetchQuote'],
    ['select-leak', 'goroutine-leak-select main.awaitReply'],
    ['wait-group-leak', 'goroutine-leak-wait-group main.gather'],
    ['self-deadlock', 'deadlock main.(*store).size'],
    ['send-under-lock', 'deadlock main.(*store).publish'],
    ['body-leak', 'connection-leak net/http.(*persistConn).readLoop'],
    ['pool-leak', 'connection-leak database/sql.(*DB).conn'],
  ])('%s, from the protobuf', (mode, finding) => {
    expect(diagnose(`${mode}.goroutine.pb.gz`)).toEqual([finding]);
  });

  test.each([
    ['ticker-leak', 'timer-leak main.pollOnce'],
    ['context-leak', 'context-leak main.derive'],
    ['cache-leak', 'heap-hog main.(*cache).remember'],
  ])('%s, from the heap', (mode, finding) => {
    expect(diagnose(`${mode}.heap.pb.gz`)).toEqual([finding]);
  });

  test('goroutines that keep what they built are joined with the heap', () => {
    expect(diagnose(['retained.goroutine.pb.gz', 'retained.heap.pb.gz'])).toEqual([
      'retained-by-goroutines main.export',
    ]);
  });

  test.each([
    ['scan-per-item', 'hot-function main.(*routes).match'],
    ['addresses-per-item', 'syscall-loop main.isLocal'],
    ['regexp-in-loop', 'regexp-compile main.validate'],
    ['rsa-per-request', 'crypto-per-request main.signToken'],
    ['handshake-per-request', 'crypto-per-request main.fetchOverTLS'],
    ['stat-in-loop', 'syscall-loop main.reloadIfChanged'],
    ['sort-per-insert', 'sort-heavy main.(*board).insert'],
    ['hash-per-read', 'hash-heavy main.entityTag'],
    ['json-per-request', 'json-heavy main.listProducts'],
    ['gzip-per-request', 'compression-heavy main.sendPage'],
    ['gc-churn', 'gc-pressure main.renderRows'],
  ])('%s, from the CPU profile', (mode, finding) => {
    expect(diagnose(`${mode}.cpu.pb.gz`)).toEqual([finding]);
    expect(diagnose([`${mode}.allocs.pb.gz`, `${mode}.cpu.pb.gz`])).toEqual([finding]);
  });

  test('timers that pile up are blamed on who makes them where a second profile tells', () => {
    expect(diagnose('ticker-pile.cpu.pb.gz')).toEqual([expect.stringMatching(/^timer-leak runtime\./)]);
    const both = diagnose(['ticker-pile.cpu.pb.gz', 'ticker-pile.allocs.pb.gz']);
    expect(both).toEqual(['timer-leak main.pollSource']);
  });

  test('one function that makes the garbage', () => {
    const limits = {'allocation-churn': {bytes: 16 * 2 ** 20}};
    expect(diagnose('gc-churn.allocs.pb.gz', {limits})).toEqual(['allocation-churn main.renderRows']);
    expect(diagnose('gc-churn.allocs.pb.gz')).toEqual([]);
  });

  // Go before 1.22 counts in the mutex profile what one waiter lost, and the lab runs for a second only.
  const limits = {'lock-contention': {seconds: 0.5}};
  test.each([
    ['lock-held-long', 'lock-contention main.(*ledger).record'],
    ['read-lock-starved', 'lock-contention main.(*settings).reload'],
  ])('%s, from the mutex and the block profile', (mode, finding) => {
    expect(diagnose(`${mode}.mutex.pb.gz`, {limits})).toEqual([finding]);
    expect(diagnose(`${mode}.block.pb.gz`)).toEqual([finding]);
    expect(diagnose([`${mode}.block.pb.gz`, `${mode}.mutex.pb.gz`])).toEqual([finding]);
  });

  test("deep stacks, from the runtime's own counters", () => {
    expect(diagnose('deep-stacks.heap.txt')).toEqual(['memory-breakdown runtime.malg']);
    expect(diagnose(['deep-stacks.heap.txt', 'deep-stacks.goroutine.pb.gz'])).toEqual([
      'memory-breakdown main.descend',
    ]);
  });
});

describe('the healthy twin is left alone', () => {
  const twins = [
    'send-healthy',
    'receive-healthy',
    'select-healthy',
    'lock-healthy',
    'body-healthy',
    'keep-alive-healthy',
    'pool-healthy',
    'ticker-healthy',
    'cache-healthy',
  ];
  const kinds = ['goroutine.pb.gz', 'goroutine.txt', 'count.txt', 'heap.pb.gz'];

  test.each(twins.flatMap((mode) => kinds.map((kind) => `${mode}.${kind}`)))('%s', (name) => {
    expect(diagnose(name)).toEqual([]);
  });

  test.each([
    'scan-healthy',
    'addresses-healthy',
    'regexp-healthy',
    'rsa-healthy',
    'stat-healthy',
    'sort-healthy',
    'hash-healthy',
    'json-healthy',
    'gzip-healthy',
    'gc-healthy',
    'ticker-few',
  ])('%s, from the CPU profile', (mode) => {
    expect(diagnose(`${mode}.cpu.pb.gz`)).toEqual([]);
    expect(diagnose([`${mode}.cpu.pb.gz`, `${mode}.allocs.pb.gz`])).toEqual([]);
  });

  const limits = {'lock-contention': {seconds: 0.5}};
  test.each(['lock-held-briefly', 'workers-rest'])('%s, from the mutex and the block profile', (mode) => {
    expect(diagnose(`${mode}.mutex.pb.gz`, {limits})).toEqual([]);
    expect(diagnose(`${mode}.block.pb.gz`, {limits})).toEqual([]);
  });

  test('shallow stacks', () => {
    expect(diagnose('shallow-stacks.heap.txt')).toEqual([]);
  });
});
