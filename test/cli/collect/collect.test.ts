/**
 * `collect` against processes of this test: what is asked and in which order, what lies in the folder, what is said.
 */
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, statSync} from 'node:fs';
import type {ServerResponse} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {Ajv2020} from 'ajv/dist/2020.js';
import {afterEach, describe, expect, it} from 'vitest';
import type {CollectedProcess, Collection} from '../../../src/model/collection.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {type CliResult, pprofxBeside} from '../../support/cli.ts';
import {profileOf as foldedProfile} from '../../support/folded-profile.ts';
import {type Answer, fails, type PprofHost, startPprofHost} from '../../support/pprof-host.ts';

const hosts: PprofHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.close();
});

interface Collected extends CliResult {
  readonly root: string;
  readonly manifest: Collection;
}

async function collect(targets: readonly string[], ...args: readonly string[]): Promise<Collected> {
  const root = join(mkdtempSync(join(tmpdir(), 'collect-')), 'out');
  const result = await pprofxBeside(['collect', ...targets, '--seconds', '1', '-o', root, ...args]);
  return {...result, root, manifest: JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as Collection};
}

async function collectFrom(
  answers: Readonly<Record<string, Answer | undefined>>,
  ...args: readonly string[]
): Promise<Collected> {
  const host = await startPprofHost(answers);
  hosts.push(host);
  return collect([`localhost:${host.port}`], ...args);
}

const profileOf = ({manifest}: Collected, kind: string): CollectedProcess['profiles'][number] | undefined =>
  manifest.processes[0].profiles.findLast((profile) => profile.kind === kind);

describe('collect from a process', () => {
  it('asks one request at a time, in the order that disturbs least', async () => {
    const host = await startPprofHost();
    hosts.push(host);
    await collect([`localhost:${host.port}`]);
    expect(host.asked).toEqual([
      '/metrics',
      '/debug/pprof/goroutineleak',
      '/debug/pprof/goroutine',
      '/debug/pprof/goroutine?debug=2',
      '/debug/pprof/heap',
      '/debug/pprof/allocs',
      '/debug/pprof/mutex',
      '/debug/pprof/block',
      '/debug/pprof/profile?seconds=1',
      '/debug/pprof/allocs',
      '/debug/pprof/mutex',
      '/debug/pprof/block',
    ]);
  });

  it('writes whole private files and a manifest with their hashes', async () => {
    const {code, manifest, root, stdout} = await collectFrom({});
    expect({code, stdout: stdout.split('\n')[0]}).toEqual({code: 0, stdout: `11 files of 1 process in ${root}`});
    const [process] = manifest.processes;
    const conforms = new Ajv2020({strict: false, validateFormats: false}).compile(
      JSON.parse(readFileSync('schema/collect.json', 'utf8')),
    );
    expect({conforms: conforms(manifest), errors: conforms.errors}).toEqual({conforms: true, errors: null});
    expect(process).toMatchObject({way: 'url', goVersion: 'go1.22.3', residentBytes: 1_048_576});
    expect(process.startTime).toBe('2023-11-14T22:13:20.000Z');
    const folder = join(root, process.id);
    for (const {bytes, file, sha256} of process.profiles) {
      if (file === undefined) continue;
      const content = readFileSync(join(folder, file));
      expect({bytes, sha256}).toEqual({
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      });
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(folder).length).toBe(11);
    expect([statSync(root).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o700, 0o700]);
  });

  it('a profile that the process does not have is no failure', async () => {
    const result = await collectFrom({});
    expect(profileOf(result, 'goroutineleak')).toMatchObject({isAbsent: true});
    expect(result.code).toBe(0);
  });

  it('takes no text dump above the limit of goroutines', async () => {
    const result = await collectFrom({}, '--max-goroutines', '100');
    expect(profileOf(result, 'stacks')).toMatchObject({
      isAbsent: true,
      note: expect.stringMatching(/^\d+ goroutines are more than/),
    });
  });

  it('--twice takes heap and goroutines once more and says how they moved', async () => {
    const result = await collectFrom({}, '--twice', '10ms', '--kinds', 'heap,goroutine', '--analyze');
    expect(readdirSync(join(result.root, result.manifest.processes[0].id)).sort()).toEqual([
      'goroutine-2.pb.gz',
      'goroutine.pb.gz',
      'heap-2.pb.gz',
      'heap.pb.gz',
    ]);
    expect(result.stdout).toMatch(/unchanged: nothing moved beyond noise/);
  });

  it('--twice takes the proof of leaks once more where the process has it, and the later one is shown', async () => {
    const proof = (count: number): Uint8Array =>
      gzipSync(encodePprof(foldedProfile([`main.main;main.push;runtime.gopark ${count}`], {type: 'goroutineleak'})));
    let asked = 0;
    const answers = {goroutineleak: (_: unknown, response: ServerResponse) => response.end(proof(30 + 10 * asked++))};
    const result = await collectFrom(answers, '--twice', '10ms', '--kinds', 'goroutineleak,heap', '--analyze');
    expect(readdirSync(join(result.root, result.manifest.processes[0].id)).sort()).toEqual([
      'goroutineleak-2.pb.gz',
      'goroutineleak.pb.gz',
      'heap-2.pb.gz',
      'heap.pb.gz',
    ]);
    expect(result.stdout).toMatch(/40 goroutines/);
    const without = await collectFrom({}, '--twice', '10ms', '--kinds', 'goroutineleak,heap');
    const kinds = without.manifest.processes[0].profiles.map(({kind}) => kind);
    expect(kinds).toEqual(['goroutineleak', 'heap', 'heap']);
  });

  it('writes no secret: not of the command line, not of the URL, not of headers', async () => {
    const host = await startPprofHost();
    hosts.push(host);
    const {root, stderr, stdout} = await collect(
      [`http://user:canary-3@localhost:${host.port}/?token=canary-4`],
      '--kinds',
      'heap,cmdline',
    );
    const written = readdirSync(root, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect([stdout, stderr, ...written].filter((text) => text.includes('canary'))).toEqual([]);
    expect(written.some((text) => text.includes('--token=***\n--password\n***\n--port=8080'))).toBe(true);
  });

  it('a disk that is full in the middle of a write leaves the files before it, and no part of one', async () => {
    const body = Buffer.alloc(200_000, 0x1f);
    const host = await startPprofHost({
      heap: (_, response) => response.end(Buffer.concat([Buffer.from([0x1f, 0x8b]), body])),
    });
    hosts.push(host);
    const root = join(mkdtempSync(join(tmpdir(), 'collect-')), 'out');
    // The limit takes a part of the write that reaches it, as a disk does that is nearly full.
    const limited = `trap '' XFSZ; ulimit -f 64; exec "$@"`;
    const taking = ['collect', `localhost:${host.port}`, '--kinds', 'goroutine,heap', '-o', root];
    const child = spawn('bash', ['-c', limited, '-', process.execPath, 'dist/cli/bin.js', ...taking], {stdio: 'pipe'});
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(5);
    expect(said).toMatch(/heap\.pb\.gz: cannot write.*EFBIG/);
    const names = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((name) => /\.\w+$/.test(name));
    expect(names.map((name) => name.split('/').at(-1)).sort()).toEqual(['goroutine.pb.gz', 'manifest.json']);
  });

  it('never writes into a folder that holds something', async () => {
    const {root} = await collectFrom({}, '--kinds', 'heap');
    const again = await pprofxBeside(['collect', `localhost:${hosts[0].port}`, '-o', root]);
    expect(again).toMatchObject({code: 5, stderr: expect.stringMatching(/the folder is not empty/)});
  });
});

describe('what is said when a profile cannot be had', () => {
  it.each<[string, Record<string, Answer | undefined>, string, RegExp]>([
    [
      'another CPU profile',
      {profile: fails(500, 'Could not enable CPU profiling: cpu profiling already in use\n')},
      'cpu',
      /another CPU profile is running/,
    ],
    [
      'a short WriteTimeout',
      {profile: fails(400, "profile duration exceeds server's WriteTimeout\n")},
      'cpu',
      /ends answers after its WriteTimeout; use fewer --seconds/,
    ],
    [
      'a login page',
      {heap: (_, response) => response.end('<html>log in</html>')},
      'heap',
      /not a profile: a proxy or login page/,
    ],
    ['a broken connection', {heap: (_, response) => response.destroy()}, 'heap', /the connection was reset/],
    [
      'a body that is too large',
      {heap: (_, response) => response.end(Buffer.alloc(2 ** 20))},
      'heap',
      /more than 65536 bytes; raise it with --max-bytes/,
    ],
    ['a server that stays silent', {heap: () => undefined}, 'heap', /not finished within 5 s/],
  ])('%s: one line, and its neighbours stay', async (_, answers, kind, said) => {
    const result = await collectFrom(answers, '--kinds', `${kind},goroutine`, '--max-bytes', '64KiB', '--timeout', '5');
    expect(result.code).toBe(7);
    expect(result.stderr).toMatch(said);
    expect(profileOf(result, kind)?.file).toBeUndefined();
    expect(profileOf(result, 'goroutine')?.file).toBe('goroutine.pb.gz');
  });

  it('profiling that is off is one failure, with how to turn it on', async () => {
    const off = Object.fromEntries(
      ['goroutineleak', 'goroutine', 'goroutine?debug=2', 'heap', 'allocs', 'mutex', 'block', 'profile'].map((kind) => [
        kind,
        undefined,
      ]),
    );
    const result = await collectFrom(off);
    expect(result.manifest.processes[0].profiles.filter(({failed}) => failed !== undefined)).toMatchObject([
      {kind: 'all', failed: {code: 'off'}},
    ]);
    expect(result.stderr).toMatch(/serves no profiles under \/debug\/pprof; import net\/http\/pprof/);
  });

  it('403 names the path and the rule that is missing', async () => {
    const result = await collectFrom({
      metrics: undefined,
      goroutineleak: fails(403, 'forbidden: User "eve" cannot get path'),
    });
    expect(result.code).toBe(6);
    expect(result.stderr).toMatch(/may not get \/debug\/pprof\/goroutineleak; allow get on nonResourceURLs/);
  });

  it('where nothing listens, one line says so, and other processes are taken', async () => {
    const host = await startPprofHost();
    hosts.push(host);
    const result = await collect(['localhost:1', `localhost:${host.port}`], '--kinds', 'heap');
    expect(result.code).toBe(7);
    expect(result.stderr).toMatch(/localhost_1 {2}nothing\n {2}all +nothing listens there/);
  });

  it('a CPU profile that is taken by somebody else is tried once more', async () => {
    let asks = 0;
    const result = await collectFrom(
      {
        profile: (request, response) => {
          asks++;
          if (asks === 1) fails(500, 'cpu profiling already in use')(request, response);
          else response.end(readFileSync('samples/nodeips-hot/cpu-before.pb.gz'));
        },
      },
      '--kinds',
      'cpu',
    );
    expect({asks, code: result.code}).toEqual({asks: 2, code: 0});
  });
});

describe('a collected folder', () => {
  it('is diagnosed process by process, the worst first', async () => {
    const sick = await startPprofHost({
      goroutine: (_, response) => response.end(readFileSync('samples/deletecollection-leak/goroutine-before.pb.gz')),
    });
    const well = await startPprofHost({
      goroutine: (_, response) => response.end(readFileSync('samples/deletecollection-leak/goroutine-after.pb.gz')),
    });
    hosts.push(sick, well);
    const {root} = await collect([`localhost:${well.port}`, `localhost:${sick.port}`], '--kinds', 'goroutine');
    const {code, stdout} = await pprofxBeside(['analyze', root]);
    expect(code).toBe(0);
    expect(stdout.split('\n')[1]).toMatch(new RegExp(`^localhost_${sick.port} +19\\u202f817 +critical`));
    expect(stdout).toMatch(/stuck sending on a channel in registry\.\(\*Store\)\.DeleteCollection\.func1/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`No trouble found in localhost_${well.port}.`);
  });

  it('a leak in a process of an older Go says which one can prove it', async () => {
    const leak = readFileSync('samples/deletecollection-leak/goroutine-before.pb.gz');
    const answers = {goroutine: (_: unknown, response: ServerResponse) => response.end(leak)};
    const kinds = ['--kinds', 'metrics,goroutineleak,goroutine', '--analyze'];
    expect((await collectFrom(answers, ...kinds)).stdout).toMatch(
      /the leak is not proven: this process runs go1\.22\.3; Go 1\.27 can prove it/,
    );
    expect((await collectFrom({}, ...kinds)).stdout).not.toMatch(/can prove it/);
    const newer = {
      ...answers,
      metrics: (_: unknown, response: ServerResponse) => response.end('go_info{version="go1.27.3"} 1\n'),
    };
    expect((await collectFrom(newer, ...kinds)).stdout).not.toMatch(/can prove it/);
  });

  it('diff of two folders compares the same process and kind', async () => {
    const host = await startPprofHost({
      profile: (_, response) =>
        response.end(readFileSync(`samples/nodeips-hot/cpu-${host.asked.length < 2 ? 'before' : 'after'}.pb.gz`)),
    });
    hosts.push(host);
    const first = await collect([`localhost:${host.port}`], '--kinds', 'cpu');
    const second = await collect([`localhost:${host.port}`], '--kinds', 'cpu');
    const {stdout} = await pprofxBeside(['diff', first.root, second.root]);
    expect(stdout).toMatch(/NodeIPs/);
    expect(stdout).toMatch(/^── localhost_\d+\nfixed/);
  });

  it('a manifest whose names lead out of the folder is refused', async () => {
    const {manifest, root} = await collectFrom({}, '--kinds', 'heap');
    const {writeFileSync} = await import('node:fs');
    const [process] = manifest.processes;
    writeFileSync(
      join(root, 'manifest.json'),
      JSON.stringify({...manifest, processes: [{...process, id: '../../etc'}]}),
    );
    expect(await pprofxBeside(['analyze', root])).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/"\.\." is not a file name/),
    });
  });
});

describe('an interrupted collection', () => {
  it('ends at once, leaves whole files and a manifest, and frees the profiler of the process', async () => {
    let isOpen = false;
    const host = await startPprofHost({
      profile: (request, response) => {
        isOpen = true;
        response.on('close', () => {
          isOpen = false;
        });
        request.resume();
      },
    });
    hosts.push(host);
    const root = join(mkdtempSync(join(tmpdir(), 'collect-')), 'out');
    const child = spawn(process.execPath, [
      'dist/cli/bin.js',
      'collect',
      `localhost:${host.port}`,
      '--seconds',
      '60',
      '-o',
      root,
    ]);
    while (!isOpen) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    const [code, signal] = await once(child, 'close');
    expect([130, 'SIGINT']).toContain(code ?? signal);
    while (isOpen) await new Promise((resolve) => setTimeout(resolve, 20));
    const names = readdirSync(root, {recursive: true, encoding: 'utf8'});
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(names).toContain('manifest.json');
    expect(JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'))).toMatchObject({schemaVersion: 1});
  });
});
