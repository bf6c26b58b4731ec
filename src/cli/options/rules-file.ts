/**
 * Reads signatures of the user (`--rules FILE`), YAML or JSON, and says at which line something is wrong.
 *
 * JSON is YAML, so one parser serves both and knows where every value stands.
 */
import {isMap, isScalar, isSeq, type YAMLMap} from 'yaml';
import type {WaitClass} from '../../model/profile.ts';
import type {Signature, SignatureVerdict} from '../../model/signature.ts';
import {readYamlFile, type YamlFile} from '../system/yaml-file.ts';

const VERDICTS: readonly SignatureVerdict[] = [
  'idle',
  'connection-leak',
  'context-leak',
  'goroutine-leak',
  'timer-leak',
  'deadlock',
  'heap',
  'cpu',
  'kernel-wait',
];

const STRING_LISTS = ['stack', 'states', 'accountedBy', 'advice', 'references', 'hits', 'misses'] as const;
const NUMBERS = ['atLeast', 'atMost'] as const;
const KEYS: ReadonlySet<string> = new Set([
  'id',
  'verdict',
  'title',
  'isLeaf',
  'isRoot',
  'fixedIn',
  ...STRING_LISTS,
  ...NUMBERS,
]);

/** Ids go to terminals, options and SARIF as they are. */
const ID = /^[\w./:-]{1,100}$/;
const MAX_PATTERN = 500;

/**
 * Signatures of a rules file: a list, or a map with the list under `signatures`.
 *
 * @throws USAGE with the file and the line of the first thing that makes no sense
 */
export function readRulesFile(path: string): Signature[] {
  const {contents, fail} = readYamlFile(path, 'rules file');
  const list = listOf(contents);
  if (list === undefined) throw fail('expected a list of signatures, or a map with one under "signatures"', contents);
  return list.items.map((item) => {
    if (!isMap(item)) throw fail('a signature is a map with id, verdict, stack and title', item);
    return signatureOf(item, fail);
  });
}

function listOf(contents: YamlFile['contents']): {readonly items: readonly unknown[]} | undefined {
  if (isSeq(contents)) return contents;
  if (!isMap(contents)) return undefined;
  const inner = contents.get('signatures', true);
  return isSeq(inner) ? inner : undefined;
}

type Fail = YamlFile['fail'];

function signatureOf(map: YAMLMap, fail: Fail): Signature {
  for (const {key} of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!KEYS.has(name)) throw fail(`unknown key ${JSON.stringify(name)}; known are: ${[...KEYS].join(', ')}`, key);
  }
  const verdict = textOf(map, 'verdict', fail) as SignatureVerdict;
  if (!VERDICTS.includes(verdict)) {
    throw fail(`verdict ${JSON.stringify(verdict)} is none of: ${VERDICTS.join(', ')}`, map.get('verdict', true));
  }
  const lists = Object.fromEntries(
    STRING_LISTS.filter((key) => map.has(key)).map((key) => [key, textsOf(map, key, fail)]),
  );
  const stack = lists['stack'] ?? [];
  if (stack.length === 0) throw fail('a signature needs a stack: at least one pattern of a function', map);
  const id = textOf(map, 'id', fail);
  if (!ID.test(id)) throw fail('an id is at most 100 letters, digits and - _ . / :', map.get('id', true));
  const long = stack.find((pattern) => pattern.length > MAX_PATTERN);
  if (long !== undefined) throw fail(`a pattern of more than ${MAX_PATTERN} characters`, map.get('stack', true));
  return {
    hits: [],
    misses: [],
    ...lists,
    ...(map.has('states') ? {states: (lists['states'] ?? []) as WaitClass[]} : {}),
    ...Object.fromEntries(NUMBERS.filter((key) => map.has(key)).map((key) => [key, numberOf(map, key, fail)])),
    ...(map.has('isLeaf') ? {isLeaf: map.get('isLeaf') === true} : {}),
    ...(map.has('isRoot') ? {isRoot: map.get('isRoot') === true} : {}),
    ...(map.has('fixedIn') ? {fixedIn: textOf(map, 'fixedIn', fail)} : {}),
    id,
    title: textOf(map, 'title', fail),
    verdict,
    stack,
  };
}

function textOf(map: YAMLMap, key: string, fail: Fail): string {
  const value = map.get(key);
  if (typeof value !== 'string' || value === '')
    throw fail(`a signature needs ${key}, a text`, map.get(key, true) ?? map);
  return value;
}

function textsOf(map: YAMLMap, key: string, fail: Fail): string[] {
  const node = map.get(key, true);
  if (!isSeq(node)) throw fail(`${key} is a list of texts`, node);
  return node.items.map((item) => {
    if (!isScalar(item) || typeof item.value !== 'string') throw fail(`${key} holds something other than text`, item);
    return item.value;
  });
}

function numberOf(map: YAMLMap, key: string, fail: Fail): number {
  const value = map.get(key);
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw fail(`${key} is a number of 0 or more`, map.get(key, true));
  return value;
}
