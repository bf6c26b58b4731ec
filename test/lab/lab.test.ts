/**
 * Builds the lab with the Go at hand and diagnoses what it makes: each kind of trouble, and its healthy twin.
 *
 * Profiles are kept by the hash of the sources, so that only a change of the lab costs a build.
 */
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {readFixture, troubles} from '../support/diagnosis.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = readdirSync(HERE).filter((name) => /\.(?:go|mod)$/.test(name));

function profilesFolder(): string {
  const hash = createHash('sha256');
  for (const name of SOURCES) hash.update(name).update(readFileSync(join(HERE, name)));
  const version = execFileSync('go', ['version'], {encoding: 'utf8'});
  const folder = join(tmpdir(), `pprofx-lab-${hash.update(version).digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) buildAndRun(folder);
  return folder;
}

/** Works in a folder beside and renames it, so that a run that was cut leaves nothing half done. */
function buildAndRun(folder: string): void {
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, {recursive: true});
  const binary = join(work, 'lab');
  execFileSync('go', ['build', '-o', binary, '.'], {cwd: HERE});
  const modes = execFileSync(binary, {encoding: 'utf8'}).trim().slice(1, -1).split(' ');
  for (const mode of modes) execFileSync(binary, [mode, work]);
  try {
    renameSync(work, folder);
  } catch {
    // Another run was faster.
    rmSync(work, {recursive: true, force: true});
  }
}

let folder = '';
beforeAll(() => {
  folder = profilesFolder();
}, 300_000);

const diagnose = (...names: readonly string[]) =>
  troubles(analyze(names.map((name) => readFixture(join(folder, name))))).map(
    ({culprit, id}) => `${id} ${culprit.function}`,
  );

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
    expect(diagnose('retained.goroutine.pb.gz', 'retained.heap.pb.gz')).toEqual(['retained-by-goroutines main.export']);
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
});
