/**
 * Takes options as go tool pprof spells them: underscores in names, one dash, `=true` and `=false`.
 */

/** Options of go tool pprof without a value; the rest take one. */
const SWITCHES = [
  'addresses alloc-objects alloc-space call-tree compact-labels contentions cum drop-negative filefunctions files flat',
  'functions inuse-objects inuse-space lines mean mean-delay noinlines normalize relative-percentages total-delay trim',
]
  .join(' ')
  .split(' ');

const WITH_VALUE = [
  'base diff-base divide-by edgefraction focus hide ignore nodecount nodefraction output prune-from sample-index show',
  'show-from source-path tagfocus taghide tagignore tagleaf tagroot tagshow trim-path unit',
]
  .join(' ')
  .split(' ');

const KNOWN: ReadonlySet<string> = new Set([...SWITCHES, ...WITH_VALUE]);

/** The arguments in our own spelling; everything after `--` stays as it is. */
export function ownSpelling(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const rest = end < 0 ? [] : args.slice(end);
  return [...options.flatMap(respell), ...rest];
}

function respell(argument: string): string[] {
  const match = /^(--?)([a-z][a-z_-]+)(=[\s\S]*)?$/.exec(argument);
  if (match === null) return [argument];
  const name = match[2].replaceAll('_', '-');
  const value = match[3] ?? '';
  if (match[1] === '-' && !KNOWN.has(name)) return [argument];
  if (!SWITCHES.includes(name) || value === '') return [`--${name}${value}`];
  const isOn = /^=(1|t|true|y|yes)$/i.test(value);
  if (name === 'trim') return isOn ? [] : ['--no-trim'];
  return isOn ? [`--${name}`] : [];
}
