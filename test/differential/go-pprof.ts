/**
 * Runs `go tool pprof` on a script of commands, one session for many reports of one profile.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {memoryFolder} from './memory-folder.ts';

export type Settings = Readonly<Record<string, string>>;

export interface PprofRequest {
  /** Report and its argument, as typed in the shell: `top`, `peek main`. */
  readonly command: string;
  /** Options by their names there. */
  readonly settings: Settings;
}

/** Every option that a session may have changed, with its default. */
const DEFAULTS: Settings = {
  call_tree: 'false',
  compact_labels: 'true',
  divide_by: '1',
  drop_negative: 'false',
  edgefraction: '0.001',
  focus: '',
  granularity: 'functions',
  hide: '',
  ignore: '',
  mean: 'false',
  nodecount: '-1',
  nodefraction: '0.005',
  noinlines: 'false',
  prune_from: '',
  relative_percentages: 'false',
  show: '',
  show_from: '',
  sort: 'flat',
  source_path: '',
  tagfocus: '',
  taghide: '',
  tagignore: '',
  tagleaf: '',
  tagroot: '',
  tagshow: '',
  trim: 'true',
  trim_path: '',
  unit: 'minimum',
};

/** Fails unless Go is there: without it nothing would be compared. */
export function requireGo(): string {
  const {error, stdout} = spawnSync('go', ['version'], {encoding: 'utf8'});
  if (error !== undefined) throw new Error('the differential test needs Go: go tool pprof is its oracle');
  return stdout.trim();
}

/**
 * What each request prints, as bytes; undefined where go tool pprof refused it.
 *
 * @param sources     profiles to merge
 * @param arguments_  options of the command line, e.g. `-base=old.pb.gz`
 */
export function runPprof(
  sources: readonly string[],
  requests: readonly PprofRequest[],
  arguments_: readonly string[] = [],
): (Uint8Array | undefined)[] {
  const folder = mkdtempSync(join(memoryFolder(), 'pprofx-differential-'));
  const target = (i: number): string => join(folder, `out${i}`);
  const script = requests.flatMap(({command, settings}, i) => [
    ...Object.entries({sample_index: '', ...DEFAULTS, ...settings})
      // An empty sample_index means the profile's own choice, which the shell cannot be told.
      .filter(([name, value]) => name !== 'sample_index' || value !== '')
      .map(([name, value]) => `${name}=${value}`),
    `${command} >${target(i)}`,
  ]);
  try {
    const child = spawnSync('go', ['tool', 'pprof', '-symbolize=none', ...arguments_, ...sources], {
      input: `${script.join('\n')}\nquit\n`,
      encoding: 'utf8',
      env: {...process.env, TZ: 'UTC', PPROF_TMPDIR: folder, HOME: folder, GOCACHE: folder},
      maxBuffer: 2 ** 28,
    });
    if (child.error !== undefined) throw child.error;
    const outputs = requests.map((_, i) =>
      existsSync(target(i)) ? new Uint8Array(readFileSync(target(i))) : undefined,
    );
    if (outputs.every((output) => output === undefined)) throw new Error(`go tool pprof: ${child.stderr}`);
    return outputs;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
