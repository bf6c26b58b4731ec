/**
 * What can be taken from a Go process, and in which order.
 *
 * One request at a time, so that no profile shows the making of another. `goroutineleak` forces a garbage collection,
 * so the heap profile after it is fresh. The binary goroutine profile is cheap and counts, so it comes before the text
 * dump, which stops the process while it is written. Snapshots of allocs, mutex and block around the CPU window are the
 * delta profile at no extra time: `?seconds=N` of each of them would cost N seconds more and drop the totals.
 */
import {failure} from '../../base/errors.ts';

export type KindName =
  | 'metrics'
  | 'goroutineleak'
  | 'goroutine'
  | 'stacks'
  | 'heap'
  | Cumulative
  | 'cpu'
  | 'cmdline'
  | 'trace';
type Cumulative = 'allocs' | 'mutex' | 'block';

/**
 * All kinds in the order of `--kinds`. Two are taken only when asked for: cmdline often holds secrets, and an execution
 * trace slows the process down and is for `go tool trace`.
 */
export const KINDS: readonly KindName[] = [
  'metrics',
  'goroutineleak',
  'goroutine',
  'stacks',
  'heap',
  'allocs',
  'mutex',
  'block',
  'cpu',
  'cmdline',
  'trace',
];
const DEFAULT_KINDS = KINDS.filter((kind) => kind !== 'cmdline' && kind !== 'trace');
const CUMULATIVE: readonly Cumulative[] = ['allocs', 'mutex', 'block'];

/** One request. */
export interface Step {
  readonly kind: KindName;
  /** Below /debug/pprof, except for metrics. */
  readonly path: string;
  /** Name in the folder of the process. */
  readonly file: string;
  /** For how long the process samples before it answers. */
  readonly seconds: number;
}

/** @param text  value of `--kinds`; undefined for the default. @throws USAGE */
export function parseKinds(text: string | undefined): ReadonlySet<KindName> {
  if (text === undefined) return new Set(DEFAULT_KINDS);
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !KINDS.includes(name as KindName));
  if (unknown !== undefined) throw failure('USAGE', `no kind ${unknown}; there are: ${KINDS.join(', ')}`);
  return new Set(names as KindName[]);
}

/** The requests to one process, in order. */
export function stepsFor(kinds: ReadonlySet<KindName>, seconds: number): Step[] {
  const isDelta = kinds.has('cpu');
  const snapshots = (suffix: string): Step[] => CUMULATIVE.map((kind) => step(kind, kind, `${kind}${suffix}.pb.gz`));
  const all: Step[] = [
    step('metrics', '/metrics', 'metrics.txt'),
    step('cmdline', 'cmdline', 'cmdline.txt'),
    step('goroutineleak', 'goroutineleak', 'goroutineleak.pb.gz'),
    step('goroutine', 'goroutine', 'goroutine.pb.gz'),
    step('stacks', 'goroutine?debug=2', 'goroutine.txt'),
    step('heap', 'heap', 'heap.pb.gz'),
    ...snapshots(isDelta ? '-1' : ''),
    {...step('cpu', `profile?seconds=${seconds}`, 'cpu.pb.gz'), seconds},
    ...(isDelta ? snapshots('-2') : []),
    {...step('trace', `trace?seconds=${seconds}`, 'trace.out'), seconds},
  ];
  return all.filter(({kind}) => kinds.has(kind));
}

/**
 * What `--twice` takes once more after its pause, so that growth is seen and not guessed; one proof may miss a goroutine.
 *
 * @param kinds  of which there is a first look
 */
export function secondLook(kinds: ReadonlySet<KindName>): Step[] {
  const again = ['goroutineleak', 'goroutine', 'heap'] as const;
  return again.filter((kind) => kinds.has(kind)).map((kind) => step(kind, kind, `${kind}-2.pb.gz`));
}

function step(kind: KindName, path: string, file: string): Step {
  return {kind, path, file, seconds: 0};
}
