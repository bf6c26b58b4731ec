/**
 * Process and moment of an entry by its path alone, for folders that no tool's layout explains.
 *
 * A path names three things in any order: what kind of profile it is, when it was taken, and of what. The first two are
 * recognised word by word; what is left names the process.
 */
import {timeIn} from './layouts/layout.ts';

export interface PathIdentity {
  /** What is left of each folder and of the file name; empty where nothing is. */
  readonly names: readonly string[];
  /** A moment without a time, text that sorts; '' where the path names none. */
  readonly label: string;
  readonly millis: number | undefined;
}

/** Words of the kinds of profiles, of their forms and of the endings of their files. */
const KIND_WORDS: ReadonlySet<string> = new Set(
  (
    'heap heaps heapprof inuse alloc allocs mem memory memprof cpu cpuprof cpuprofile profile profiles prof pprof ' +
    'goroutine goroutines goroutineleak goroutinedump stack stacks traceback threadcreate threads mutex block contention ' +
    'debug debug0 debug1 debug2 debug3 dump dumps gops leak space bundle ' +
    'pb gz zst txt out log logs md text folded collapsed tgz tar zip'
  ).split(' '),
);
/** Words of moments, by what they sort as. */
const MOMENT_WORDS: ReadonlyMap<string, string> = new Map([
  ['before', '0 before'],
  ['start', '0 start'],
  ['begin', '0 begin'],
  ['baseline', '0 baseline'],
  ['old', '0 old'],
  ['pre', '0 pre'],
  ['first', '1 first'],
  ['1st', '1 first'],
  ['during', '1 during'],
  ['second', '2 second'],
  ['2nd', '2 second'],
  ['third', '3 third'],
  ['3rd', '3 third'],
  ['after', '9 after'],
  ['end', '9 end'],
  ['new', '9 new'],
  ['post', '9 post'],
]);
const SEPARATORS = /[._\-=,+ ()]+/;
/** Folders that are numbered like intervals, not like nodes: `0000`, `0012`. */
const INTERVAL = /^0\d{2,}$/;
/** What files of one process are numbered by: `3`, `t3`, `10h05`. */
const POINT = /^(?:t?\d+|\d{1,2}h\d\d(?:m\d\ds?)?)$/i;
export const NUMBER_WIDTH = 12;

export function pathIdentity(path: string): PathIdentity {
  const names: string[] = [];
  const labels: string[] = [];
  let millis: number | undefined;
  // The same name again, as src/cli/archive counts them.
  const segments = path.replace(/#(\d+)$/, '.$1').split('/');
  segments.forEach((segment, i) => {
    const time = timeIn(segment);
    millis = time?.millis ?? millis;
    const rest = time === undefined ? segment : segment.replace(time.text, '.');
    const {label, name} = readSegment(rest, i === segments.length - 1);
    if (label !== '') labels.push(label);
    if (name !== '') names.push(name);
  });
  return {names, label: labels.join(' '), millis};
}

/** Words that are part of a name as often: they count where nothing but kinds stands beside them. */
const WEAK_WORDS: ReadonlySet<string> = new Set([
  'start',
  'begin',
  'old',
  'pre',
  'first',
  'second',
  'third',
  'end',
  'new',
  'post',
]);

function readSegment(segment: string, isFile: boolean): {readonly name: string; readonly label: string} {
  const words = segment.split(SEPARATORS).filter((word) => word !== '');
  const kept: string[] = [];
  const labels: string[] = [];
  const isPlain = words.every((word) => MOMENT_WORDS.has(word.toLowerCase()) || KIND_WORDS.has(word.toLowerCase()));
  for (const word of words) {
    const known = word.toLowerCase();
    const moment = isPlain || !WEAK_WORDS.has(known) ? MOMENT_WORDS.get(known) : undefined;
    if (moment !== undefined) labels.push(moment);
    else if (!KIND_WORDS.has(known)) kept.push(word);
  }
  const isNumbered = kept.length > 0 && kept.every((word) => (isFile ? POINT : /^\d+$/).test(word));
  if (isNumbered && (isFile || kept.every((word) => INTERVAL.test(word)))) {
    return {name: '', label: [...labels, ...kept.map((word) => word.padStart(NUMBER_WIDTH, '0'))].join(' ')};
  }
  // Nothing removed: the name as it was written.
  const name = kept.length === words.length ? segment : kept.join('-');
  return {name: kept.length === 0 ? '' : name, label: labels.join(' ')};
}
