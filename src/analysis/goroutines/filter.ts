/**
 * `--where` of the goroutines command: terms such as `state=chan send`, `wait>=10`, `function~DeleteCollection`.
 *
 * A term is a field, an operator and a value. `=` and `!=` compare whole texts or numbers, `~` and `!~` match a
 * pattern (RE2), `<`, `<=`, `>`, `>=` compare numbers. `locked` and `leaked` stand alone. All terms must hold.
 */
import {NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {functionName, type Profile, stackFunctions} from '../../model/profile.ts';
import {identityName} from '../../model/symbol.ts';
import {compilePattern} from '../names/pattern.ts';
import {labelText} from './groups.ts';
import {rowStates} from './row-states.ts';

type RowTest = (row: number) => boolean;

const TERM = /^([a-z][\w.]*)\s*(!=|!~|<=|>=|=|~|<|>)(.*)$/i;
const NUMBERS: ReadonlySet<string> = new Set(['wait', 'id', 'parent']);
const FIELDS = 'state, class, function, creator, label, wait, id, parent, locked, leaked';

/**
 * The rows that all terms want.
 *
 * @throws USAGE for a term that cannot be read
 */
export function goroutineFilter(profile: Profile, terms: readonly string[]): RowTest | undefined {
  if (terms.length === 0) return undefined;
  const tests = terms.map((term) => parseTerm(profile, term));
  return (row) => tests.every((holds) => holds(row));
}

function parseTerm(profile: Profile, term: string): RowTest {
  const table = profile.goroutines;
  if (term.trim() === 'locked') return (row) => table?.isLocked[row] === 1;
  if (term.trim() === 'leaked') return (row) => table?.isLeaked[row] === 1;
  const parts = TERM.exec(term.trim());
  if (parts === null) throw failure('USAGE', `--where ${term}: expected a field, an operator and a value`, {}, hint());
  const [, name, operator, text] = parts;
  const value = text.trim();
  const field = name.toLowerCase();
  if (NUMBERS.has(field)) return numberTest(profile, field, operator, value);
  const texts = textField(profile, field);
  if (texts === undefined) throw failure('USAGE', `--where ${term}: no field ${name}`, {}, hint());
  return textTest(texts, operator, value, term);
}

function hint(): string {
  return `fields are ${FIELDS}; for example --where 'wait>=10' --where 'function~DeleteCollection'`;
}

function numberTest(profile: Profile, field: string, operator: string, value: string): RowTest {
  const wanted = Number(value.replace(/m(?:in(?:utes?)?)?$/, ''));
  if (value === '' || !Number.isFinite(wanted)) throw failure('USAGE', `--where ${field}: ${value} is not a number`);
  const table = profile.goroutines;
  const column = field === 'wait' ? table?.waitMinutes : field === 'id' ? table?.id : table?.parentId;
  const compare = COMPARE[operator];
  if (compare === undefined) throw failure('USAGE', `--where ${field}${operator}: ${field} is a number`, {}, hint());
  return (row) => {
    const known = column === undefined ? NONE : column[row];
    return known !== NONE && compare(known, wanted);
  };
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Texts of a row that a field means; several for a stack. */
function textField(profile: Profile, field: string): ((row: number) => readonly string[]) | undefined {
  const {goroutines: table, samples, strings} = profile;
  const stateOf = rowStates(profile);
  switch (field) {
    case 'state':
      return (row) => [stateOf(row).text];
    case 'class':
      return (row) => [stateOf(row).waitClass];
    case 'creator':
      return (row) => [table === undefined || table.createdBy[row] === NONE ? '' : strings.at(table.createdBy[row])];
    case 'label':
      return (row) => [labelText(profile, samples.labels[row])];
    case 'function':
      return (row) =>
        stackFunctions(profile, samples.stack[row]).map((fn) =>
          fn === NONE ? '' : identityName(functionName(profile, fn)),
        );
    default:
      return undefined;
  }
}

function textTest(texts: (row: number) => readonly string[], operator: string, value: string, term: string): RowTest {
  const isNegated = operator.startsWith('!');
  if (operator.endsWith('~')) {
    const pattern = compilePattern(value, '--where');
    return (row) => texts(row).some((text) => pattern.test(text)) !== isNegated;
  }
  if (operator !== '=' && operator !== '!=') {
    throw failure('USAGE', `--where ${term}: ${operator} compares numbers`, {}, hint());
  }
  return (row) => texts(row).includes(value) !== isNegated;
}
