/**
 * Who owns what: a file of `PATTERN: OWNER` lines, YAML or JSON.
 *
 * A pattern is held against the service and against the function, with `*` for any text; the first that fits wins, as
 * the reader of the file expects.
 */
import {isMap, isScalar} from 'yaml';
import {readYamlFile} from '../system/yaml-file.ts';

/** The owner of the first of the names that a pattern of the file fits; '' for none. */
export type OwnerOf = (names: readonly string[]) => string;

/** @throws USAGE naming what is no map of text, READ_FAILED */
export function readOwners(path: string): OwnerOf {
  const {contents, fail} = readYamlFile(path, 'file of owners');
  if (!isMap(contents)) throw fail('expected lines such as "checkout: payments@example.org"', contents);
  const rules = contents.items.map(({key, value}) => {
    if (!isScalar(key) || !isScalar(value) || String(value.value ?? '') === '') {
      throw fail(`an owner is one text, which ${String(key).slice(0, 200)} does not have`, key);
    }
    return {fits: wildcard(String(key.value)), owner: String(value.value)};
  });
  return (names) => rules.find(({fits}) => names.some(fits))?.owner ?? '';
}

/** Matches text with stars part by part, in linear time: the first place of a part leaves the most room for the next. */
function wildcard(pattern: string): (text: string) => boolean {
  const [first, ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
