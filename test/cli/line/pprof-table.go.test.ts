/**
 * What people type after `go tool pprof`, typed after `pprofx`: every option of go tool pprof, against the spelling of our
 * own commands and against what go tool pprof prints.
 *
 * Slow: three runs for each of seventy spellings.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {COMMANDS} from '../../../src/cli/commands/index.ts';
import {withCommand} from '../../../src/cli/line/bare-line.ts';
import {PPROF_OPTIONS} from '../../../src/cli/line/pprof-table.ts';
import {requireGo} from '../../differential/go-pprof.ts';
import {NORMALIZERS, tagsOfGo119} from '../../differential/normal-form.ts';
import {runPprofx} from '../../differential/pprofx.ts';
import {samplePath} from '../../support/samples.ts';

const NAMES = COMMANDS.map(({name}) => name);
const HEAP = samplePath('misc/etcd-heap.pb.gz');
const OLD = samplePath('deletecollection-leak/heap-before.pb.gz');

/** Typed after `go tool pprof` and after `pprofx`, and the same in the words of our commands. */
const REPORTS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['-top', HEAP],
    ['top', HEAP],
  ],
  [
    ['-text', HEAP],
    ['top', HEAP],
  ],
  [
    ['--top', HEAP],
    ['top', HEAP],
  ],
  [
    ['-tree', HEAP],
    ['tree', HEAP],
  ],
  [
    ['-peek=Marshal', HEAP],
    ['peek', 'Marshal', HEAP],
  ],
  [
    ['-peek', 'Marshal', HEAP],
    ['peek', 'Marshal', HEAP],
  ],
  [
    ['-list=newEncoder', HEAP],
    ['list', 'newEncoder', HEAP],
  ],
  [
    ['-traces', HEAP],
    ['traces', HEAP],
  ],
  [
    ['-tags', HEAP],
    ['tags', HEAP],
  ],
  [
    ['-raw', HEAP],
    ['raw', HEAP],
  ],
  [
    ['-dot', HEAP],
    ['dot', HEAP],
  ],
  [
    ['-proto', HEAP],
    ['proto', HEAP],
  ],
  [
    ['-topproto', HEAP],
    ['topproto', HEAP],
  ],
  [
    ['-callgrind', HEAP],
    ['callgrind', HEAP],
  ],
  [
    ['-comments', HEAP],
    ['comments', HEAP],
  ],
  [
    ['-top', '-call_tree', HEAP],
    ['top', '--call-tree', HEAP],
  ],
  [
    ['-top', '-compact_labels', HEAP],
    ['top', '--compact-labels', HEAP],
  ],
  [
    ['-top', '-divide_by=2', HEAP],
    ['top', '--divide-by', '2', HEAP],
  ],
  [
    ['-top', '-drop_negative', `-base=${OLD}`, HEAP],
    ['top', '--drop-negative', '--base', OLD, HEAP],
  ],
  [
    ['-tree', '-edgefraction=0.05', HEAP],
    ['tree', '--edgefraction', '0.05', HEAP],
  ],
  [
    ['-top', '-mean', HEAP],
    ['top', '--mean', HEAP],
  ],
  [
    ['-top', '-nodecount=5', HEAP],
    ['top', '--nodecount', '5', HEAP],
  ],
  [
    ['-top', '-nodefraction=0.1', HEAP],
    ['top', '--nodefraction', '0.1', HEAP],
  ],
  [
    ['-top', '-focus=Marshal', '-relative_percentages', HEAP],
    ['top', '--focus', 'Marshal', '--relative-percentages', HEAP],
  ],
  [
    ['-top', '-sample_index=alloc_space', HEAP],
    ['top', '--sample-index', 'alloc_space', HEAP],
  ],
  [
    ['-top', '-sample_index=1', HEAP],
    ['top', '--sample-index', '1', HEAP],
  ],
  [
    ['-top', '-trim=false', HEAP],
    ['top', '--no-trim', HEAP],
  ],
  [
    ['-top', '-unit=kb', HEAP],
    ['top', '--unit', 'kb', HEAP],
  ],
  [
    ['-top', '-cum', HEAP],
    ['top', '--cum', HEAP],
  ],
  [
    ['-top', '-flat', HEAP],
    ['top', '--flat', HEAP],
  ],
  [
    ['-top', '-inuse_space', HEAP],
    ['top', '--sample-index', 'inuse_space', HEAP],
  ],
  [
    ['-top', '-inuse_objects', HEAP],
    ['top', '--sample-index', 'inuse_objects', HEAP],
  ],
  [
    ['-top', '-alloc_space', HEAP],
    ['top', '--sample-index', 'alloc_space', HEAP],
  ],
  [
    ['-top', '-alloc_objects', HEAP],
    ['top', '--sample-index', 'alloc_objects', HEAP],
  ],
  [
    ['-top', '-addresses', HEAP],
    ['top', '--addresses', HEAP],
  ],
  [
    ['-top', '-filefunctions', HEAP],
    ['top', '--filefunctions', HEAP],
  ],
  [
    ['-top', '-files', HEAP],
    ['top', '--files', HEAP],
  ],
  [
    ['-top', '-functions', HEAP],
    ['top', '--functions', HEAP],
  ],
  [
    ['-top', '-lines', HEAP],
    ['top', '--lines', HEAP],
  ],
  [
    ['-top', '-noinlines', HEAP],
    ['top', '--noinlines', HEAP],
  ],
  [
    ['-list=newEncoder', '-source_path=/nowhere', HEAP],
    ['list', 'newEncoder', '--source-path', '/nowhere', HEAP],
  ],
  [
    ['-list=newEncoder', '-trim_path=/nowhere', HEAP],
    ['list', 'newEncoder', '--trim-path', '/nowhere', HEAP],
  ],
  [
    ['-top', '-focus=Marshal', HEAP],
    ['top', '--focus', 'Marshal', HEAP],
  ],
  [
    ['-top', '-focus', 'Marshal', HEAP],
    ['top', '--focus', 'Marshal', HEAP],
  ],
  [
    ['-top', '-hide=^runtime', HEAP],
    ['top', '--hide', '^runtime', HEAP],
  ],
  [
    ['-top', '-ignore=Marshal', HEAP],
    ['top', '--ignore', 'Marshal', HEAP],
  ],
  [
    ['-top', '-prune_from=Serve', HEAP],
    ['top', '--prune-from', 'Serve', HEAP],
  ],
  [
    ['-top', '-show=etcd', HEAP],
    ['top', '--show', 'etcd', HEAP],
  ],
  [
    ['-top', '-show_from=Serve', HEAP],
    ['top', '--show-from', 'Serve', HEAP],
  ],
  [
    ['-top', '-tagfocus=bytes=1kb:', HEAP],
    ['top', '--tagfocus', 'bytes=1kb:', HEAP],
  ],
  [
    ['-tags', '-taghide=bytes', HEAP],
    ['tags', '--taghide', 'bytes', HEAP],
  ],
  [
    ['-top', '-tagignore=bytes=1kb:', HEAP],
    ['top', '--tagignore', 'bytes=1kb:', HEAP],
  ],
  [
    ['-tree', '-tagleaf=bytes', HEAP],
    ['tree', '--tagleaf', 'bytes', HEAP],
  ],
  [
    ['-tree', '-tagroot=bytes', HEAP],
    ['tree', '--tagroot', 'bytes', HEAP],
  ],
  [
    ['-tags', '-tagshow=bytes', HEAP],
    ['tags', '--tagshow', 'bytes', HEAP],
  ],
  [
    ['-top', `-base=${OLD}`, HEAP],
    ['top', '--base', OLD, HEAP],
  ],
  [
    ['-top', '-base', OLD, HEAP],
    ['top', '--base', OLD, HEAP],
  ],
  [
    ['-top', `-diff_base=${OLD}`, HEAP],
    ['top', '--diff-base', OLD, HEAP],
  ],
  [
    ['-top', '-normalize', `-base=${OLD}`, HEAP],
    ['top', '--normalize', '--base', OLD, HEAP],
  ],
  [
    ['-top', '-symbolize=none', HEAP],
    ['top', '--symbolize', 'none', HEAP],
  ],
  [
    ['-top', HEAP, OLD],
    ['top', HEAP, OLD],
  ],
];

/** What cannot be held against go tool pprof by running both, or not on a file: the words alone. */
const WORDS: readonly (readonly [string, string])[] = [
  ['README.md', 'analyze README.md'],
  ['README.md b.txt', 'analyze README.md b.txt'],
  ['-', 'analyze -'],
  ['--format json heap.pb.gz', 'analyze --format json heap.pb.gz'],
  ['-base=a.pb.gz b.pb.gz', 'analyze --base=a.pb.gz b.pb.gz'],
  ['-output=out heap.pb.gz', 'analyze --output=out heap.pb.gz'],
  ['-top -o out heap.pb.gz', 'top --output=out heap.pb.gz'],
  ['-svg heap.pb.gz', 'graph heap.pb.gz'],
  ['-alloc_space heap.pb.gz', 'top --alloc-space heap.pb.gz'],
  ['-total_delay mutex.pb.gz', 'top --total-delay mutex.pb.gz'],
  ['-contentions mutex.pb.gz', 'top --contentions mutex.pb.gz'],
  ['-mean_delay mutex.pb.gz', 'top --mean-delay mutex.pb.gz'],
  ['-top=false -tree heap.pb.gz', 'tree heap.pb.gz'],
  ['-peek=-x heap.pb.gz', 'peek (?:-x) heap.pb.gz'],
  ['-seconds=5 http://h:1/debug/pprof/profile', 'analyze --seconds=5 http://h:1/debug/pprof/profile'],
  ['-timeout 9 http://h:1/x', 'analyze --timeout=9 http://h:1/x'],
  ['-tls_ca=ca -tls_cert=c -tls_key=k https://h/x', 'analyze --ca=ca --cert=c --key=k https://h/x'],
  ['-top localhost:6060/debug/pprof/heap', 'top http://localhost:6060/debug/pprof/heap'],
  ['localhost:6060', 'analyze http://localhost:6060/debug/pprof/profile'],
  ['http://10.0.0.1:6060/', 'analyze http://10.0.0.1:6060/debug/pprof/profile'],
  ['-top -base localhost:1/a localhost:2/b', 'top --base=http://localhost:1/a http://localhost:2/b'],
  ['-http=:8080 heap.pb.gz', 'view --port=8080 heap.pb.gz'],
  ['-http localhost:8080 heap.pb.gz', 'view --port=8080 heap.pb.gz'],
  ['-http=: -no_browser heap.pb.gz', 'view --port=0 --no-open heap.pb.gz'],
  ['-http=[::1]:80 heap.pb.gz', 'view --port=80 heap.pb.gz'],
  ['-http=127.0.0.1:1 -focus=a.b -alloc_space h', 'view --port=1 --start=focus=a.b&type=alloc_space&screen=flame h'],
  ['-http=: -diff_base=a.pb.gz b.pb.gz', 'view --port=0 --start=screen=compare&base=0&input=1 a.pb.gz b.pb.gz'],
  ['top -cum heap.pb.gz', 'top --cum heap.pb.gz'],
  ['--version', '--version'],
];

function typedNames(args: readonly string[]): string[] {
  return args.flatMap((word) => /^--?([a-z_]+)/.exec(word)?.[1] ?? []);
}

function pprofPrints(args: readonly string[]): Uint8Array | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'pprofx-typed-'));
  const output = join(folder, 'out');
  spawnSync('go', ['tool', 'pprof', '-symbolize=none', `-output=${output}`, ...args], {
    env: {...process.env, TZ: 'UTC', PPROF_TMPDIR: folder, HOME: folder, GOCACHE: folder},
  });
  return existsSync(output) ? new Uint8Array(readFileSync(output)) : undefined;
}

describe("go tool pprof's options", () => {
  it('all have a row in the table, and no other', () => {
    requireGo();
    const {stderr} = spawnSync('go', ['tool', 'pprof', '-h'], {encoding: 'utf8'});
    const documented = [...stderr.matchAll(/^ {3,6}-([a-z_]+)/gm)].map(([, name]) => name);
    expect(documented.length).toBeGreaterThan(70);
    expect(PPROF_OPTIONS.map(({name}) => name).sort()).toEqual([...new Set(documented)].sort());
  });

  it('are all tried below', () => {
    const tried = new Set(
      [...REPORTS.map(([args]) => args), ...WORDS.map(([line]) => line.split(' '))].flatMap(typedNames),
    );
    const accepted = PPROF_OPTIONS.filter(({use}) => use.kind !== 'refused');
    expect(accepted.map(({name}) => name).filter((name) => !tried.has(name))).toEqual([]);
  });

  it.each(REPORTS.map(([typed, own]) => ({typed, own, title: typed.join(' ').replaceAll(samplePath('.'), '')})))(
    '$title prints what our own command and go tool pprof print',
    async ({own, typed}) => {
      const [kind] = own;
      const names = ['top', 'tree', 'peek', 'traces', 'list'].includes(kind) ? ['--full'] : [];
      const printed = await runPprofx([...typed, ...names]);
      expect(printed).toBeDefined();
      expect(printed).toEqual(await runPprofx([...own, ...names]));
      const theirs = pprofPrints(typed);
      const normalize = NORMALIZERS[kind];
      if (printed === undefined || theirs === undefined) throw new Error('one of them printed nothing');
      // Lines without their source have no cost in go tool pprof (docs/differences.md).
      const isCompared = (row: string): boolean => kind !== 'list' || row.startsWith('sums');
      // Go 1.19 gives shares of the key, pprofx those of the profile (docs/differences.md).
      const json = kind === 'tags' ? await runPprofx([...typed, '--format', 'json']) : undefined;
      const ours = json === undefined ? normalize.ours(printed) : tagsOfGo119(json, 'minimum');
      expect(ours.filter(isCompared)).toEqual(normalize.theirs(theirs).filter(isCompared));
    },
  );

  it.each(WORDS)('%s means %s', (line, own) => {
    const words = withCommand(line.split(' '), [...NAMES]);
    expect(words.join(' ')).toBe(own);
  });

  it.each(PPROF_OPTIONS.filter(({use}) => use.kind === 'refused'))(
    '-$name is refused with a way out',
    ({name, use}) => {
      if (use.kind !== 'refused') throw new Error('not refused');
      const refusal = expect.objectContaining({code: 'USAGE', message: `-${name}: ${use.reason}`, hint: use.instead});
      expect(() => withCommand([`-${name}`, HEAP], NAMES)).toThrow(refusal);
      expect(() => withCommand(['top', `-${name}=x`, HEAP], NAMES)).toThrow(refusal);
    },
  );
});

describe('a command line that makes no sense', () => {
  it.each([
    [['-http=0.0.0.0:8080', HEAP], /serves on 127\.0\.0\.1 only/, /ssh -L 8080:127\.0\.0\.1:8080/],
    [['-http=myhost:', HEAP], /everybody who reaches this machine/, /-http=localhost:8080/],
    [['-http=8080', HEAP], /-http expects \[HOST\]:PORT, not 8080/, /-http=:8080/],
    [['-http=:1', '-top', HEAP], /-http and -top cannot be combined/, /leave one of them out/],
    [['-http=:1', '-nodecount=5', HEAP], /-nodecount: the page has no such setting/, /instead of -http/],
    [['-http=:1', '-output=x', HEAP], /-output: the page has no such setting/, /instead of -http/],
    [['-no_browser', HEAP], /-no_browser: it only makes sense with -http/, /-http=: -no_browser/],
    [['-top', '-tree', HEAP], /-top and -tree cannot be combined/, /one report at a time/],
    [['-symbolize=remote', '-top', HEAP], /-symbolize=remote: pprofx looks up no binaries/, /carry their symbols/],
    [['top', '-symbolize=force', HEAP], /-symbolize=force/, /carry their symbols/],
    [['-focsu=main', HEAP], /unknown option -focsu=main/, /Did you mean -focus\?/],
    [['-peek'], /-peek needs a pattern/, undefined],
    [['analyse', HEAP], /analyse is neither a command nor a file/, /Did you mean analyze\?/],
    [[HEAP.replace('etcd', 'ectd')], /neither a command nor a file/, /Did you mean .*etcd-heap\.pb\.gz\?/],
    [[samplePath('misc/etcd-heap')], /neither a command nor a file/, /Did you mean .*etcd-heap\.pb\.gz\?/],
    [['https+secret://u:pw@h'], /neither a command nor a file/, /pprofx --help/],
  ])('%j', (args, message, hint) => {
    let thrown: unknown;
    try {
      withCommand(args, NAMES);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({code: 'USAGE', message: expect.stringMatching(message)});
    if (hint !== undefined) expect(thrown).toMatchObject({hint: expect.stringMatching(hint)});
  });
});

describe('the program before the profile', () => {
  it('is passed over, as its symbols are in the profile', () => {
    expect(withCommand(['-top', process.execPath, HEAP], NAMES)).toEqual(['top', HEAP]);
    expect(withCommand([process.execPath, HEAP], NAMES)).toEqual(['analyze', HEAP]);
  });

  it('alone is an input, for its refusal says what it is', () => {
    expect(withCommand([process.execPath], NAMES)).toEqual(['analyze', process.execPath]);
  });
});
