/**
 * Reads small YAML and JSON files of the user, and says at which line something is wrong.
 *
 * The parser compares each key of a map with all before it, which takes the square of their number; here they are counted.
 */
import {isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap} from 'yaml';
import {failure, type PprofxError} from '../../base/errors.ts';
import {readBoundedFile} from './bounded-file.ts';

/** Larger ones are a mistake. */
const MAX_BYTES = 4 * 2 ** 20;
/** Of the parser's words, which may quote as much of the file. */
const MAX_QUOTE = 200;

export interface YamlFile {
  readonly contents: Node | null;
  /** A failure at the line of the node. */
  readonly fail: (message: string, node: unknown) => PprofxError;
}

/** @throws USAGE with the line of what is neither YAML nor JSON, READ_FAILED, LIMIT_EXCEEDED */
export function readYamlFile(path: string, what: string): YamlFile {
  const lines = new LineCounter();
  const {contents, errors} = parseDocument(readBoundedFile(path, MAX_BYTES, what), {
    lineCounter: lines,
    uniqueKeys: false,
  });
  const failAt = (message: string, line: number): PprofxError => failure('USAGE', message, {input: path, line});
  const fail = (message: string, node: unknown): PprofxError => {
    const range = (node as Partial<Node> | undefined)?.range;
    return failAt(message, range ? lines.linePos(range[0]).line : 1);
  };
  if (errors.length > 0) {
    const [{linePos, message}] = errors;
    throw failAt(`this is neither YAML nor JSON: ${reasonOf(message)}`, linePos?.[0].line ?? 1);
  }
  const repeated = repeatedKey(contents);
  if (repeated !== undefined) throw fail('this is neither YAML nor JSON: a map has this key twice', repeated);
  return {contents, fail};
}

function reasonOf(message: string): string {
  if (message.startsWith('Maximum call stack size')) return 'lists and maps are nested too deeply';
  return message.split('\n')[0].slice(0, MAX_QUOTE);
}

/** A key that a map of the file has twice. */
function repeatedKey(root: unknown): unknown {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isSeq(node)) for (const item of node.items) waiting.push(item);
    if (!isMap(node)) continue;
    const repeated = repeatedIn(node);
    if (repeated !== undefined) return repeated;
    for (const {value} of node.items) waiting.push(value ?? null);
  }
  return undefined;
}

function repeatedIn({items}: YAMLMap): unknown {
  const seen = new Set<unknown>();
  return items.map(({key}) => key).find((key) => isScalar(key) && seen.size === seen.add(key.value).size);
}
