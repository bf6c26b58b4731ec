/**
 * Reads Go symbol names: import path, receiver, function, closure.
 *
 * The linker prints `import/path.(*Receiver[...]).Method.func1`; dots in the path's last element come as %2e. Names
 * that are not Go symbols (C++, Java, kernel) are kept unchanged, as functions without a package. A name may be a
 * mebibyte of hostile input: everything here is linear in its length.
 */
import {isDigit} from '../base/ascii.ts';
import {remembered} from '../base/remembered.ts';

export interface GoSymbol {
  /** Import path without the path of a vendoring module; '' when the name is no Go symbol. */
  readonly package: string;
  /** Receiver type without star and type arguments, '' for plain functions. */
  readonly receiver: string;
  readonly isPointerReceiver: boolean;
  /** Function or method, without type arguments and closure suffixes. */
  readonly function: string;
  /** What the compiler appended: `func1.2`, `gowrap1`, `-fm`, …; '' for a function itself. */
  readonly closure: string;
}

/** What stands before the number of a closure: `.func1`, `.func1.2`, `.gowrap3`, `.1` (older nested closures), `-range2`. */
const CLOSURE_WORDS = ['.func', '.gowrap', '.deferwrap', '-range', '.'];
const METHOD_VALUE = '-fm';

const VENDOR = '/vendor/';

/** Splits a raw symbol; vendor prefix and type arguments are folded away. */
export function parseSymbol(name: string): GoSymbol {
  const identity = identityName(name);
  const plain = identity.replaceAll('[...]', '');
  const dot = packageEnd(plain);
  if (dot < 0) return {package: '', receiver: '', isPointerReceiver: false, function: plain, closure: ''};
  const local = plain.slice(dot + 1);
  const named = withoutClosures(local);
  const closure = local.slice(named.length);
  const receiver = splitReceiver(named);
  return {package: plain.slice(0, dot), ...receiver, closure: closure.replace(/^\./, '')};
}

/**
 * What stays the same over builds: no vendoring module in front, type arguments as `[...]`, %2e as a dot.
 * The key for grouping and comparing; reports show raw or short names.
 */
export function identityName(name: string): string {
  let identity = name;
  if (name.includes(VENDOR)) {
    const vendor = name.lastIndexOf(VENDOR, pathEnd(name, bracketStart(name)));
    if (vendor >= 0) identity = name.slice(vendor + VENDOR.length);
  }
  if (identity.includes('%2e')) identity = identity.replaceAll('%2e', '.');
  if (!identity.includes('[') || !isGoName(identity, bracketStart(identity))) return identity;
  return foldedArguments(identity);
}

/**
 * The name without the directories of its import path: `registry.(*Store).DeleteCollection.func1`. A major version is no
 * package name: `example.com/xsync/v4.(*Map).Load` is `xsync.(*Map).Load`, as google/pprof shortens it.
 */
export function shortName(name: string): string {
  const identity = identityName(name);
  const bracket = bracketStart(identity);
  if (!isGoName(identity, bracket)) return identity;
  const end = pathEnd(identity, bracket);
  const local = identity.slice(end + 1);
  const version = /^v(?:[2-9]|[1-9]\d+)(?=\.)/.exec(local);
  if (version === null || end < 0) return local;
  const above = identity.lastIndexOf('/', end - 1);
  return identity.slice(above + 1, end) + local.slice(version[0].length);
}

/** The declared function that a closure or wrapper belongs to; the identity name itself for any other. */
export const enclosingFunction: (name: string) => string = remembered((name) => {
  const identity = identityName(name);
  const dot = packageEnd(identity);
  if (dot < 0) return identity;
  return identity.slice(0, dot + 1) + withoutClosures(identity.slice(dot + 1));
});

/** Import path without vendor prefix, '' when the name is no Go symbol. */
export const packageOf: (name: string) => string = remembered((name) => {
  const identity = identityName(name);
  const dot = packageEnd(identity);
  return dot < 0 ? '' : identity.slice(0, dot);
});

/** Whether the package belongs to Go's standard library: its first path element has no dot, and it is not main. */
export function isStandardPackage(importPath: string): boolean {
  if (importPath === '' || importPath === 'main') return false;
  const slash = importPath.indexOf('/');
  const first = slash < 0 ? importPath : importPath.slice(0, slash);
  return STANDARD_ROOTS.has(first);
}

/** First elements of the standard library's import paths. */
const STANDARD_ROOTS: ReadonlySet<string> = new Set(
  (
    'archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go ' +
    'hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort ' +
    'strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak'
  ).split(' '),
);

/** Whether the package is the Go runtime or one of its parts. */
export function isRuntimePackage(importPath: string): boolean {
  return (
    importPath === 'runtime' ||
    importPath.startsWith('runtime/internal/') ||
    importPath.startsWith('internal/runtime/') ||
    importPath === 'internal/bytealg' ||
    importPath === 'internal/abi' ||
    importPath === 'internal/cpu'
  );
}

/** The part of the name after its last slash, as it stands in the name: what a search finds. */
export function localName(name: string): string {
  const identity = identityName(name);
  const bracket = bracketStart(identity);
  return isGoName(identity, bracket) ? identity.slice(pathEnd(identity, bracket) + 1) : identity;
}

function splitReceiver(named: string): Pick<GoSymbol, 'receiver' | 'isPointerReceiver' | 'function'> {
  if (named.startsWith('(')) {
    const close = named.indexOf(')');
    if (close > 0) {
      const inner = named.slice(1, close);
      const isPointer = inner.startsWith('*');
      return {
        receiver: isPointer ? inner.slice(1) : inner,
        isPointerReceiver: isPointer,
        function: named.slice(close + 2),
      };
    }
  }
  const dot = named.indexOf('.');
  // `glob..func1` is a closure of a package variable, not a method.
  if (dot <= 0 || named.startsWith('glob.')) return {receiver: '', isPointerReceiver: false, function: named};
  return {receiver: named.slice(0, dot), isPointerReceiver: false, function: named.slice(dot + 1)};
}

/**
 * Index of the last slash of the import path, -1 when there is none; type arguments and receivers come after it.
 *
 * @param bracket  where the first bracket of the name is, its length where there is none
 */
function pathEnd(name: string, bracket: number): number {
  return name.lastIndexOf('/', bracket);
}

/** Index of the dot that ends the import path, -1 for names that are no Go symbols. */
function packageEnd(name: string): number {
  const end = bracketStart(name);
  if (!isGoName(name, end)) return -1;
  const slash = pathEnd(name, end);
  const dot = name.indexOf('.', slash < 0 ? leadingDots(name) : slash + 1);
  if (!name.startsWith('.v', dot)) return dot;
  // gopkg.in/yaml.v2.Unmarshal: a version is part of the path's last element.
  const version = /^\.v\d+(?=\.)/.exec(name.slice(dot, end));
  return version === null ? dot : name.indexOf('.', dot + version[0].length);
}

function bracketStart(name: string): number {
  const round = name.indexOf('(');
  const square = name.indexOf('[');
  if (round < 0 || square < 0) return Math.max(round, square) < 0 ? name.length : Math.max(round, square);
  return Math.min(round, square);
}

/** C++ and Java names hold `::`, spaces or angle brackets; Go names hold none of them outside type arguments. */
function isGoName(name: string, bracket: number): boolean {
  if (name.indexOf('.', leadingDots(name)) <= 0 || name.includes('::')) return false;
  for (const sign of FOREIGN_SIGNS) {
    const at = name.indexOf(sign);
    if (at >= 0 && at < bracket) return false;
  }
  return true;
}

/** `...audio.TestSeek`: somebody cut the path short. */
function leadingDots(name: string): number {
  return name.startsWith('...') ? 3 : 0;
}

const FOREIGN_SIGNS: readonly string[] = [' ', '<', '>'];

/** The name without what the compiler appended; one scan from the end. */
function withoutClosures(name: string): string {
  let end = name.length;
  for (let start = suffixStart(name, end); start < end; start = suffixStart(name, end)) end = start;
  return name.slice(0, end);
}

/** Where the closure suffix that ends at `end` begins; `end` when there is none. */
function suffixStart(name: string, end: number): number {
  if (name.endsWith(METHOD_VALUE, end)) return end - METHOD_VALUE.length;
  let digits = end;
  while (digits > 0 && isDigit(name.charCodeAt(digits - 1))) digits--;
  const word = digits === end ? undefined : CLOSURE_WORDS.find((each) => name.endsWith(each, digits));
  return word === undefined ? end : digits - word.length;
}

/** Shows every outermost pair of brackets as `[...]`: the shape names inside differ from build to build. */
const foldedArguments: (name: string) => string = remembered((name) => {
  const opened: number[] = [];
  /** Outermost pairs so far: first and last index in turn. */
  const pairs: number[] = [];
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '[') opened.push(at);
    else if (name[at] === ']' && opened.length > 0) {
      const start = opened.pop() ?? 0;
      while (pairs.length > 0 && pairs[pairs.length - 2] > start) pairs.length -= 2;
      pairs.push(start, at);
    }
  }
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    parts.push(name.slice(from, pairs[i]), '[...]');
    from = pairs[i + 1] + 1;
  }
  return parts.join('') + name.slice(from);
});
