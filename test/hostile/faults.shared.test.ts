/**
 * Inputs that once hung, crashed, leaked or misled, from ../shared/faults: names of a mebibyte, profiles that name files of
 * the machine, and what people hand over in place of a profile.
 *
 * What took quadratic time took from seconds to hours; the bound lies far from what they take now, some 0.3 s.
 */
import {readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {pprofx} from '../support/cli.ts';
import {faultPath} from '../support/shared.ts';

const MAX_CPU_SECONDS = 2;

const COMMANDS: readonly (readonly string[])[] = [
  ['top'],
  ['tree'],
  ['peek', 'main'],
  ['list', 'main'],
  ['traces'],
  ['raw'],
  ['tags'],
  ['comments'],
  ['dot'],
  ['graph'],
  ['callgrind'],
  ['topproto'],
  ['proto'],
  ['flame'],
  ['flame', '--format', 'html'],
  ['convert', '--to', 'folded'],
  ['convert', '--to', 'speedscope'],
  ['convert', '--to', 'json'],
  ['convert', '--to', 'otlp'],
  ['convert', '--to', 'pprof', '--redact'],
  ['merge'],
  ['goroutines'],
  ['analyze'],
  ['analyze', '--format', 'html'],
];

describe.each(readdirSync(faultPath('quadratic')))('%s', (file) => {
  it('costs every command little', () => {
    const path = faultPath('quadratic', file);
    const slow = COMMANDS.flatMap((words) => {
      const before = process.cpuUsage();
      const {code} = pprofx([...words, path, '-o', '/dev/null']);
      const {system, user} = process.cpuUsage(before);
      const seconds = (user + system) / 1e6;
      // 1: findings; 2: a command that needs another kind of profile.
      return seconds < MAX_CPU_SECONDS && (code ?? 70) <= 2 ? [] : [`${words.join(' ')}: ${seconds} s, exit ${code}`];
    });
    expect(slow).toEqual([]);
  });

  // Every detector is asked for its limits one by one, and for the names each time.
  it('costs little where detectors say why they are silent', () => {
    const before = process.cpuUsage();
    expect(pprofx(['explain', '--why-not', 'main', faultPath('quadratic', file)]).code).toBeLessThanOrEqual(2);
    const {system, user} = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(MAX_CPU_SECONDS);
  });
});

/** What `top` says of what can be read. */
const READ: Readonly<Record<string, string>> = {
  'b64.txt': 'cpu · 2 samples',
  'bom_gz.pb.gz': 'cpu · 2 samples',
  'http_raw_prof.bin': 'cpu · 2 samples',
  'newline_after.pb.gz': 'cpu · 2 samples',
  'real.tar': 'cpu · 2 samples',
  'real.tgz': 'cpu · 2 samples',
  'real.zip': 'cpu · 2 samples',
  'folded_one.txt': 'samples · 1 samples',
  'types_empty_name.pb': 'unnamed sample type · 1 samples',
  'utf16be.txt': 'goroutine · 2 samples',
};

/** What the rest is called, and what to do. */
const REFUSED: Readonly<Record<string, readonly [string, string]>> = {
  'curl_refused.txt': ['Failed to connect to localhost port 6060', 'fetch again'],
  'deflate.zz': ['zlib data', 'zlib-flate -uncompress'],
  'folded_diff.txt': ['two counts, as difffolded.pl writes them', 'pprofx diff BEFORE AFTER'],
  'kube_err.txt': ['Error from server (NotFound)', '/debug/pprof/'],
  'lz4.lz4': ['lz4', 'lz4 -d'],
  'perf.data': ['perf.data', 'perf script'],
  'profile_err.txt': ['cpu profiling already in use', 'wait until it is done'],
  'tar.tar': ['no profile and no dump among 1 entries', 'goroutine dumps'],
  'zip.zip': ['no directory at its end', 'fetch the archive again'],
};

describe('what people hand over', () => {
  it.each(Object.entries(READ))('%s is read', (file, title) => {
    const {code, stdout} = pprofx(['top', faultPath('refusals', file)]);
    expect(stdout).toContain(` profile · ${title}`);
    expect(code).toBe(0);
  });

  it.each(Object.entries(REFUSED))('%s is refused by its name, with what to do', (file, [name, advice]) => {
    const {code, stderr} = pprofx(['top', faultPath('refusals', file)]);
    expect(stderr).toContain(name);
    expect(stderr.split('\nhint: ')[1]).toContain(advice);
    expect(code).toBe(3);
  });

  it('is all of the folder', () => {
    expect([...Object.keys(READ), ...Object.keys(REFUSED)].sort()).toEqual(readdirSync(faultPath('refusals')).sort());
  });
});

describe('robustness', () => {
  const path = (file: string): string => faultPath('reliability', file);

  it('has a test of each file of the folder', () => {
    expect(readdirSync(faultPath('reliability')).sort()).toEqual([
      'README.md',
      'esc.yaml',
      'graph-minus-infinity-no-samples.pb',
      'list-reads-dev-zero.pb',
      'list-reads-environ.pb',
      'stars.txt',
      'stars.yaml',
    ]);
  });

  it.each(['list-reads-dev-zero.pb', 'list-reads-environ.pb'])('%s: no file of the machine is printed', (file) => {
    const {code, stdout} = pprofx(['list', '.', path(file)]);
    expect(code).toBe(0);
    expect(stdout).toContain('source not at hand');
    expect(stdout).not.toContain('PATH=');
  });

  it('a graph of nothing has a size', () => {
    const {code, stdout} = pprofx(['graph', path('graph-minus-infinity-no-samples.pb')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<svg [^>]*width="\d+" height="\d+"/);
    expect(stdout).not.toContain('Infinity');
  });

  it('rules with many stars match in linear time', () => {
    const before = process.cpuUsage();
    expect(pprofx(['analyze', '--rules', path('stars.yaml'), path('stars.txt')]).code).toBe(0);
    const {system, user} = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(MAX_CPU_SECONDS);
  });

  it('an id with an escape sequence is refused, and not written to the terminal', () => {
    const {code, stderr} = pprofx(['analyze', '--rules', path('esc.yaml'), path('stars.txt')]);
    expect(code).toBe(2);
    expect(stderr).toContain('an id is at most 100 letters');
    expect(stderr).not.toContain('\u001b');
  });
});
