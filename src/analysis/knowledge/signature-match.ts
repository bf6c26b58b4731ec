/**
 * Matches signatures against stacks of names.
 *
 * A profile may hold 50 000 names and the index hundreds of patterns, so patterns are filed under their last word: a
 * name is tried only against patterns that end in the same one, and once in all the stacks that it is part of.
 */
import {quotePattern} from '../../base/quote-pattern.ts';
import type {WaitClass} from '../../model/profile.ts';
import type {Signature} from '../../model/signature.ts';
import {enclosingFunction, identityName} from '../../model/symbol.ts';
import {blockingFrame, layerOf} from '../names/layers.ts';

/** Tests one name. */
export type NamePattern = (name: string) => boolean;

const PATTERNS = new Map<string, NamePattern>();

/** Compiles `pkg.(*T).Method`, with stars for any text and `|` for "or"; matches at a boundary of the import path. */
export function namePattern(pattern: string): NamePattern {
  const known = PATTERNS.get(pattern);
  if (known !== undefined) return known;
  const test = pattern.includes('|') ? anyPattern(pattern.split('|')) : onePattern(pattern);
  PATTERNS.set(pattern, test);
  return test;
}

function anyPattern(patterns: readonly string[]): NamePattern {
  const tests = patterns.map(onePattern);
  return (name) => tests.some((test) => test(name));
}

function onePattern(pattern: string): NamePattern {
  const asksClosure = pattern.endsWith(ANY_CLOSURE);
  const parts = starredParts(pattern);
  return (name) => {
    const {declared, identity} = wordsOf(name);
    if (asksClosure && declared === identity) return false;
    return fitsParts(parts, declared) || (!asksClosure && declared !== identity && fitsParts(parts, identity));
  };
}

const ANY_CLOSURE = '.func*';

/** What stands between the stars of the function that is asked for; that of a receiver, `(*T)`, is itself. */
function starredParts(pattern: string): string[] {
  const base = pattern.endsWith(ANY_CLOSURE) ? pattern.slice(0, -ANY_CLOSURE.length) : pattern;
  return base.split(/(?<!\()\*/);
}

interface NameWords {
  readonly name: string;
  readonly declared: string;
  readonly identity: string;
}

/** A name is tried against one pattern after the other. */
let lastWords: NameWords = {name: '', declared: '', identity: ''};

function wordsOf(name: string): NameWords {
  if (lastWords.name !== name) {
    lastWords = {name, declared: enclosingFunction(name), identity: identityName(name)};
  }
  return lastWords;
}

/**
 * Whether the parts follow each other in the name, with any text between them, from a boundary of the import path to
 * the end. The first place of a part leaves the most room for the next, so nothing is tried twice.
 */
function fitsParts(parts: readonly string[], name: string): boolean {
  const last = parts[parts.length - 1];
  const end = name.length - last.length;
  if (end < 0 || !name.endsWith(last)) return false;
  if (parts.length === 1) return isBoundary(name, end);
  let at = boundaryOf(parts[0], name);
  if (at < 0) return false;
  at += parts[0].length;
  for (let i = 1; i < parts.length - 1; i++) {
    at = name.indexOf(parts[i], at);
    if (at < 0) return false;
    at += parts[i].length;
  }
  return at <= end;
}

/** The first place of the text at a boundary of the import path, -1 when there is none. */
function boundaryOf(text: string, name: string): number {
  let at = name.indexOf(text);
  while (at > 0 && !isBoundary(name, at)) at = name.indexOf(text, at + 1);
  return at;
}

/** Whether an element of the import path begins there. */
function isBoundary(name: string, at: number): boolean {
  return at === 0 || name[at - 1] === '/';
}

/** A blocked group as signatures see it. */
export interface StackShape {
  /** Raw names, leaf first. */
  readonly names: readonly string[];
  /** The function that started the goroutine, '' when unknown. */
  readonly createdBy: string;
  readonly waitClass: WaitClass | undefined;
  readonly count: number;
}

/** Whether the signature fits, thresholds included. */
export function matchesSignature(signature: Signature, shape: StackShape): boolean {
  return fitsCount(signature, shape.count) && fitsShape(signature, shape);
}

/** Whether the signature fits the stack and the state, whatever the count. */
export function fitsShape(signature: Signature, shape: StackShape): boolean {
  const {isRoot, stack, states} = signature;
  if (isRoot === true && (shape.createdBy !== '' || !isOutermost(stack[stack.length - 1], shape.names))) return false;
  if (states !== undefined && isKnown(shape.waitClass) && !states.includes(shape.waitClass)) return false;
  return fitsStack(signature, shape);
}

function fitsCount({atLeast, atMost}: Signature, count: number): boolean {
  return count >= (atLeast ?? 1) && count <= (atMost ?? Number.POSITIVE_INFINITY);
}

function isKnown(waitClass: WaitClass | undefined): waitClass is WaitClass {
  return waitClass !== undefined && waitClass !== 'other';
}

function fitsStack({isLeaf, stack}: Signature, {createdBy, names}: StackShape): boolean {
  let at = isLeaf === true ? Math.max(0, blockingFrame(names)) : 0;
  for (let i = 0; i < stack.length; i++) {
    const test = namePattern(stack[i]);
    if (isLeaf === true && i === 0) {
      if (at >= names.length || !test(names[at])) return false;
      at++;
      continue;
    }
    while (at < names.length && !test(names[at])) at++;
    if (at < names.length) {
      at++;
      continue;
    }
    // The creator stands above the outermost frame.
    return i === stack.length - 1 && createdBy !== '' && test(createdBy);
  }
  return true;
}

function isOutermost(pattern: string, names: readonly string[]): boolean {
  const root = names.findLast((name) => layerOf(name) !== 'runtime');
  return root !== undefined && enclosingFunction(root) === identityName(root) && namePattern(pattern)(root);
}

/** Names that are remembered: those of one large profile. */
const MOST_NAMES = 200_000;
const NONE_FOUND: readonly number[] = [];
const NONE_FITS: readonly Signature[] = [];

/** Signatures filed for quick look-up by the stacks they may match. */
export interface SignatureIndex {
  readonly all: readonly Signature[];
  /** The first signature of one of the verdicts that fits, thresholds included. */
  find(shape: StackShape, ...verdicts: readonly Signature['verdict'][]): Signature | undefined;
  /** The same without looking at counts. */
  findShape(shape: StackShape, ...verdicts: readonly Signature['verdict'][]): Signature | undefined;
}

export function indexSignatures(signatures: readonly Signature[]): SignatureIndex {
  /** Indexes by last word. */
  const filed = new Map<string, number[]>();
  signatures.forEach(({stack}, index) => {
    for (const key of filingWords(stack[0] ?? '')) {
      const list = filed.get(key);
      if (list === undefined) filed.set(key, [index]);
      else list.push(index);
    }
  });
  const begins = signatures.map(({stack}) => namePattern(stack[0] ?? ''));
  const open = filed.get('*') ?? NONE_FOUND;
  const openTexts = new RegExp(
    open
      .flatMap((index) =>
        (signatures[index].stack[0] ?? '').split('|').map((pattern) => quotePattern(longestText(pattern))),
      )
      .join('|'),
  );
  const begunBy = new Map<string, readonly number[]>();
  /** The signatures whose first pattern fits the name. */
  const begun = (name: string): readonly number[] => {
    const before = begunBy.get(name);
    if (before !== undefined) return before;
    const {declared, identity} = wordsOf(name);
    const word = lastWord(declared);
    const exact = word === '*' ? NONE_FOUND : (filed.get(word) ?? NONE_FOUND);
    const more = openTexts.test(identity) ? open : NONE_FOUND;
    const tried = exact.length === 0 ? more : [...exact, ...more].sort((a, b) => a - b);
    const fitting = tried.filter((index) => begins[index](name));
    const found = fitting.length === 0 ? NONE_FOUND : fitting;
    if (begunBy.size >= MOST_NAMES) begunBy.clear();
    begunBy.set(name, found);
    return found;
  };
  /** Most stacks have none: then nothing is made. */
  const candidates = ({createdBy, names}: StackShape): readonly Signature[] => {
    let found = NONE_FOUND;
    const add = (name: string): void => {
      const more = begun(name);
      if (more.length > 0) found = found.length === 0 ? more : [...new Set([...found, ...more])].sort((a, b) => a - b);
    };
    for (const name of names) add(name);
    if (createdBy !== '') add(createdBy);
    return found.length === 0 ? NONE_FITS : found.map((index) => signatures[index]);
  };
  const first = (
    shape: StackShape,
    verdicts: readonly Signature['verdict'][],
    matches: (signature: Signature, shape: StackShape) => boolean,
  ): Signature | undefined =>
    candidates(shape).find(
      (signature) => (verdicts.length === 0 || verdicts.includes(signature.verdict)) && matches(signature, shape),
    );
  return {
    all: signatures,
    find: (shape, ...verdicts) => first(shape, verdicts, matchesSignature),
    findShape: (shape, ...verdicts) => first(shape, verdicts, fitsShape),
  };
}

/** The word after the last dot; `*` for patterns that leave it open. */
function lastWord(pattern: string): string {
  const plain = pattern.endsWith('.func*') ? pattern.slice(0, -'.func*'.length) : pattern;
  const word = plain.slice(plain.lastIndexOf('.') + 1);
  return /^\w+$/.test(word) ? word : '*';
}

/** The longest text that a name must hold to fit. */
function longestText(pattern: string): string {
  return starredParts(pattern).reduce((longest, part) => (part.length > longest.length ? part : longest));
}

/** The last words of what the pattern gives to choose from. */
function filingWords(pattern: string): ReadonlySet<string> {
  return new Set(pattern.split('|').map(lastWord));
}

/** The signatures that may fit a stack of these functions: their first pattern ends in the same word as one of them. */
export function mayApply(signatures: readonly Signature[], functions: Iterable<string>): Signature[] {
  const words = new Set(['*']);
  for (const name of functions) words.add(lastWord(enclosingFunction(name)));
  return signatures.filter(({stack}) => [...filingWords(stack[0] ?? '')].some((word) => words.has(word)));
}
