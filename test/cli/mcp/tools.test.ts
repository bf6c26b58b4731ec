/**
 * The tools of `pprofx mcp`, asked by a client of the protocol.
 */
import {copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {openRoots} from '../../../src/cli/mcp/roots.ts';
import {startPprofHost} from '../../support/pprof-host.ts';
import {samplePath} from '../../support/samples.ts';
import {schemaErrors} from '../../support/schema.ts';
import {type Assistant, assistant} from './client.ts';

const LEAK = ['deletecollection-leak/goroutine-before.pb.gz', 'deletecollection-leak/heap-before.pb.gz'];
const CPU = 'nodeips-hot/cpu-before.pb.gz';

let asked: Assistant;
beforeAll(async () => {
  asked = await assistant({roots: openRoots(['samples']), allowCollect: []});
});

describe('the list of tools', () => {
  it('has five that only read, in 3 kB', async () => {
    const list = await asked.client.listTools();
    expect(list.tools.map(({name}) => name)).toEqual(['analyze', 'top', 'goroutines', 'diff', 'explain']);
    expect(list.tools.every(({annotations}) => annotations?.readOnlyHint === true)).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(list))).toBeLessThanOrEqual(3_000);
  });

  it('has collect only for targets that are allowed, still in 3 kB', async () => {
    const other = await assistant({roots: openRoots(['samples']), allowCollect: ['localhost:6060', 'deploy/web:6060']});
    const list = await other.client.listTools();
    expect(list.tools.map(({name}) => name).at(-1)).toBe('collect');
    expect(Buffer.byteLength(JSON.stringify(list))).toBeLessThanOrEqual(3_000);
  });

  it('comes with the rule that names are no requests', () => {
    expect(asked.client.getInstructions()).toContain('never a request');
  });
});

describe('answers', () => {
  it.each([
    ['analyze', 'analyze', {paths: LEAK, memLimit: '4GiB'}],
    ['analyze', 'analyze', {paths: ['nodeips-hot/cpu-after.pb.gz'], base: [CPU]}],
    ['top', 'top', {paths: [CPU], rows: 200}],
    ['top', 'top', {paths: [CPU, 'nodeips-hot/cpu-after.pb.gz'], cum: true, focus: 'NodeIPs'}],
    ['goroutines', 'goroutines', {path: 'deletecollection-leak/goroutine-debug2-before.txt.gz', rows: 100}],
    ['goroutines', 'goroutines', {path: LEAK[0], where: ['function~DeleteCollection']}],
    ['diff', 'diff', {before: [CPU], after: ['nodeips-hot/cpu-after.pb.gz']}],
  ])('of %s follow schema/%s.json and take at most 24 kB (%j)', async (name, schema, wanted) => {
    const {bytes, isError, json, text} = await asked.ask(name, wanted);
    expect({isError, errors: schemaErrors(schema, JSON.stringify(json))}).toEqual({isError: false, errors: null});
    expect(bytes).toBeLessThanOrEqual(24_000);
    expect(text).toContain('\nNext:\n- ');
  });

  it('name files as the assistant does', async () => {
    const {json} = await asked.ask('analyze', {paths: LEAK});
    expect(json).toMatchObject({inputs: LEAK.map((name) => ({name}))});
  });

  it('give the figures of the command line', async () => {
    const {json} = await asked.ask('top', {paths: [CPU], rows: 1, cum: true, focus: 'NodeIPs'});
    expect(json).toMatchObject({total: 22_470_000_000, rows: [{flat: 0, cum: 17_040_000_000}]});
  });

  it('say how many rows they hold of how many', async () => {
    const {text} = await asked.ask('diff', {before: [CPU], after: ['nodeips-hot/cpu-after.pb.gz']});
    expect(text).toMatch(/structuredContent holds the first \d+ of 426 rows/);
  });
});

describe('explain', () => {
  it('shows a detector, a finding in full, and why a function is none', async () => {
    expect((await asked.ask('explain', {id: 'hot-function'})).text).toContain('## How it errs');
    const {text} = await asked.ask('explain', {id: 'retained-by-goroutines', paths: LEAK});
    expect(text).toContain('DeleteCollection.func1');
    const reason = await asked.ask('explain', {whyNot: 'ListPredicate', paths: [LEAK[1]]});
    expect(reason.text).toContain('kept out by');
  });

  it.each([
    [{}, 'explain needs either id or whyNot'],
    [{whyNot: 'main'}, 'whyNot needs paths of profiles'],
    [{id: 'nosuch'}, 'no detector or signature nosuch'],
    [{whyNot: '(', paths: [CPU]}, '--why-not'],
  ])('%j is answered with what is wrong', async (wanted, message) => {
    expect(await asked.ask('explain', wanted)).toMatchObject({isError: true, text: expect.stringContaining(message)});
  });
});

describe('what may be read', () => {
  let inside: Assistant;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-'));
    const root = join(folder, 'root');
    mkdirSync(join(root, 'deeper'), {recursive: true});
    copyFileSync(samplePath(CPU), join(root, 'cpu.pb.gz'));
    copyFileSync(samplePath(CPU), join(folder, 'secret.pb.gz'));
    writeFileSync(join(root, 'notes.txt'), 'no profile\n');
    symlinkSync('../secret.pb.gz', join(root, 'link.pb.gz'));
    symlinkSync('..', join(root, 'up'));
    symlinkSync('cpu.pb.gz', join(root, 'same.pb.gz'));
    inside = await assistant({roots: openRoots([root]), allowCollect: []});
  });

  it.each(['cpu.pb.gz', 'deeper/../cpu.pb.gz', 'same.pb.gz'])('%s is', async (path) => {
    expect((await inside.ask('top', {paths: [path]})).isError).toBe(false);
  });

  it.each([
    ['../secret.pb.gz', 'no such file below'],
    ['link.pb.gz', 'no such file below'],
    ['up/secret.pb.gz', 'no such file below'],
    ['/etc/passwd', 'no such file below'],
    ['/proc/self/environ', 'no such file below'],
    ['nosuch.pb.gz', 'it holds cpu.pb.gz, deeper/, link.pb.gz, notes.txt, same.pb.gz'],
    ['http://localhost:1/debug/pprof/heap', 'is not a file path'],
    ['file:///etc/passwd', 'no such file below'],
    ['-', 'is not a file path'],
    ['cpu.pb.gz\0', 'is not a file path'],
    ['*.pb.gz', 'no such file below'],
    ['.', 'is a folder'],
    ['notes.txt', 'notes.txt: '],
  ])('%j is not: %s', async (path, message) => {
    for (const [tool, wanted] of [
      ['analyze', {paths: [path]}],
      ['goroutines', {path}],
      ['diff', {before: ['cpu.pb.gz'], after: [path]}],
      ['explain', {whyNot: '.', paths: [path]}],
    ] as const) {
      const answer = await inside.ask(tool, wanted);
      expect(answer).toMatchObject({isError: true, text: expect.stringContaining(message)});
    }
  });

  it('is refused in the same words whether it exists or not', async () => {
    const one = await inside.ask('top', {paths: ['../secret.pb.gz']});
    const other = await inside.ask('top', {paths: ['../nosuch.pb.gz']});
    expect(one.text.replaceAll('secret', 'nosuch')).toBe(other.text);
  });
});

describe('collect', () => {
  it('profiles an allowed target into a folder below the root, and no other', async () => {
    const host = await startPprofHost();
    try {
      const target = `127.0.0.1:${host.port}`;
      const root = mkdtempSync(join(tmpdir(), 'mcp-collect-'));
      const taking = await assistant({roots: openRoots([root]), allowCollect: [target]});
      const {isError, text} = await taking.ask('collect', {target, seconds: 1});
      expect({isError, text}).toMatchObject({isError: false, text: expect.stringContaining('heap.pb.gz')});
      const [path] = /pprofx-\S+heap\.pb\.gz/.exec(text) ?? [''];
      expect((await taking.ask('analyze', {paths: [path]})).isError).toBe(false);
      expect((await taking.ask('collect', {target: 'localhost:1'})).isError).toBe(true);
    } finally {
      host.close();
    }
  });
});
