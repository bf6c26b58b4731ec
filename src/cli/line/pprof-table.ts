/**
 * Every option of go tool pprof, and what becomes of it: the one table that spelling, help and tests read.
 *
 * Options that only reports have ask for a table of numbers, so a command line that names no report gets `top`.
 */

export interface PprofOption {
  /** As go tool pprof spells it. */
  readonly name: string;
  readonly takesValue: boolean;
  readonly use: PprofUse;
}

export type PprofUse =
  /** A report: the command that prints it. With a value, the value is the pattern. */
  | {readonly kind: 'report'; readonly command: string}
  /** The page in the browser. */
  | {readonly kind: 'page'}
  /** An option of ours; `isReport` if only reports have it, `isPage` if the page has it. */
  | {readonly kind: 'option'; readonly own: string; readonly isReport: boolean; readonly isPage: boolean}
  /** What pprofx does not do, why, and what to type instead. */
  | {readonly kind: 'refused'; readonly reason: string; readonly instead: string};

const report = (name: string, takesValue = false, command = name): PprofOption => ({
  name,
  takesValue,
  use: {kind: 'report', command},
});

/** Options with one meaning everywhere; they differ from ours in the underscore alone unless `own` says otherwise. */
function option(name: string, takesValue: boolean, where: 'report' | 'report and page' | 'any', own = ''): PprofOption {
  const isReport = where !== 'any';
  const isPage = where !== 'report';
  return {name, takesValue, use: {kind: 'option', own: own || name.replaceAll('_', '-'), isReport, isPage}};
}

const withValue = (name: string, where: 'report' | 'report and page' | 'any' = 'report', own = ''): PprofOption =>
  option(name, true, where, own);
const onOff = (name: string, where: 'report' | 'report and page' | 'any' = 'report', own = ''): PprofOption =>
  option(name, false, where, own);

const refused = (name: string, takesValue: boolean, reason: string, instead: string): PprofOption => ({
  name,
  takesValue,
  use: {kind: 'refused', reason, instead},
});

const picture = (name: string): PprofOption =>
  refused(
    name,
    false,
    'pprofx draws SVG only, which needs no Graphviz',
    `pprofx -svg FILE, or pprofx -dot FILE | dot -T${name}`,
  );
const program = (name: string, instead: string): PprofOption =>
  refused(name, false, 'pprofx starts no other program', instead);
const SVG_OR_PAGE = 'pprofx -svg -output=graph.svg FILE, or pprofx -http=: FILE';
const NEEDS_BINARY = 'machine code is in the program, not in the profile';

export const PPROF_OPTIONS: readonly PprofOption[] = [
  // Reports.
  report('callgrind'),
  report('comments'),
  report('dot'),
  report('list', true),
  report('peek', true),
  report('proto'),
  report('raw'),
  report('svg', false, 'graph'),
  report('tags'),
  report('text', false, 'top'),
  report('top'),
  report('topproto'),
  report('traces'),
  report('tree'),
  refused(
    'disasm',
    true,
    NEEDS_BINARY,
    'pprofx -list=RE FILE prints source lines, pprofx -addresses -top FILE addresses',
  ),
  refused('weblist', true, NEEDS_BINARY, 'pprofx -list=RE FILE prints the source lines with their cost'),
  program('eog', SVG_OR_PAGE),
  program('evince', SVG_OR_PAGE),
  program('gv', SVG_OR_PAGE),
  program('kcachegrind', 'pprofx -callgrind -output=FILE.callgrind FILE, then open that file'),
  program('web', SVG_OR_PAGE),
  picture('gif'),
  picture('pdf'),
  picture('png'),
  picture('ps'),

  // Values, order and size.
  onOff('call_tree'),
  onOff('compact_labels'),
  withValue('divide_by'),
  onOff('drop_negative'),
  withValue('edgefraction'),
  onOff('mean'),
  withValue('nodecount'),
  withValue('nodefraction'),
  onOff('relative_percentages'),
  withValue('sample_index', 'report and page'),
  onOff('trim'),
  withValue('unit'),
  onOff('cum'),
  onOff('flat'),
  onOff('inuse_space', 'report and page'),
  onOff('inuse_objects', 'report and page'),
  onOff('alloc_space', 'report and page'),
  onOff('alloc_objects', 'report and page'),
  onOff('total_delay', 'report and page'),
  onOff('contentions', 'report and page'),
  onOff('mean_delay'),

  // Granularity.
  onOff('addresses'),
  onOff('filefunctions'),
  onOff('files'),
  onOff('functions'),
  onOff('lines'),
  onOff('noinlines'),
  withValue('source_path'),
  withValue('trim_path'),

  // Filters.
  withValue('focus', 'report and page'),
  withValue('hide', 'report and page'),
  withValue('ignore', 'report and page'),
  withValue('prune_from'),
  withValue('show'),
  withValue('show_from', 'report and page'),
  withValue('tagfocus', 'report and page'),
  withValue('taghide'),
  withValue('tagignore'),
  withValue('tagleaf'),
  withValue('tagroot'),
  withValue('tagshow'),

  // Sources.
  withValue('base', 'any'),
  withValue('diff_base'),
  onOff('normalize'),
  withValue('seconds', 'any'),
  withValue('symbolize', 'any'),
  withValue('timeout', 'any'),
  withValue('tls_ca', 'any', 'ca'),
  withValue('tls_cert', 'any', 'cert'),
  withValue('tls_key', 'any', 'key'),
  refused('add_comment', true, 'pprofx adds nothing to a profile', 'note it beside the file'),
  refused('buildid', true, 'pprofx looks up no binaries', 'leave it out: Go profiles carry their symbols'),
  refused('intel_syntax', false, NEEDS_BINARY, 'go tool pprof -disasm=RE -intel_syntax BINARY FILE'),
  refused('tools', true, 'pprofx starts no other program', 'leave it out: Go profiles carry their symbols'),

  // The rest.
  {name: 'http', takesValue: true, use: {kind: 'page'}},
  onOff('no_browser', 'any', 'no-open'),
  withValue('output', 'any'),
];

const BY_NAME: ReadonlyMap<string, PprofOption> = new Map(PPROF_OPTIONS.map((row) => [row.name, row]));

/** The row of an option, whichever way its words are joined. */
export function pprofOption(name: string): PprofOption | undefined {
  return BY_NAME.get(name.replaceAll('-', '_'));
}
