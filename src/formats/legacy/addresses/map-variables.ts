/**
 * Variables of a memory map: `name=value` lines, whose values stand for `$name` on later lines.
 *
 * Values may hold other variables, so their length can double with each line: what they add in all is bounded.
 */
import {failure} from '../../../base/errors.ts';

/** Longer than any name; what is longer is some other text with an equals sign. */
const LONGEST_NAME = 64;
/** Paths of 4 kB on thousands of lines. */
const MAX_ADDED = 2 ** 24;

interface Variable {
  readonly name: string;
  readonly value: string;
  /** Place among all variables: of two that fit, the earlier one is meant. */
  readonly order: number;
}

export class MapVariables {
  private readonly byName = new Map<string, Variable>();
  /** Lengths of the names. */
  private readonly lengths = new Set<number>();
  private added = 0;

  /** Takes a line that may give a variable its value; the first value counts. */
  readLine(line: string): void {
    const at = line.indexOf('=');
    const name = at > 0 ? line.slice(0, at).trim() : '';
    if (at <= 0 || name.length > LONGEST_NAME || this.byName.has(name)) return;
    this.byName.set(name, {name, value: line.slice(at + 1).trim(), order: this.byName.size});
    this.lengths.add(name.length);
  }

  /** The line with values for names. @throws LIMIT_EXCEEDED when values make the map too long */
  expand(line: string): string {
    if (this.byName.size === 0 || !line.includes('$')) return line;
    return line.replace(/\$[^$]*/g, (part) => {
      const known = this.find(part);
      if (known === undefined) return part;
      this.added += known.value.length;
      if (this.added > MAX_ADDED) throw tooLong();
      return known.value + part.slice(1 + known.name.length);
    });
  }

  private find(part: string): Variable | undefined {
    let first: Variable | undefined;
    for (const length of this.lengths) {
      const known = part.length > length ? this.byName.get(part.slice(1, 1 + length)) : undefined;
      if (known !== undefined && (first === undefined || known.order < first.order)) first = known;
    }
    return first;
  }
}

function tooLong(): Error {
  const message = `variables ($name) add more than ${MAX_ADDED / 2 ** 20} MiB to the memory map`;
  return failure('LIMIT_EXCEEDED', message, {}, 'remove the line MAPPED_LIBRARIES and all lines after it');
}
