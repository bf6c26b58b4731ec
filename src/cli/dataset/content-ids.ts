/**
 * Ids made of content: the same function or stack has the same id in every profile, build and dataset.
 *
 * Vendoring and type arguments are folded, lines and addresses left out, so that builds share their stacks.
 */
import {createHash} from 'node:crypto';
import {displayText} from '../../base/utf8.ts';
import {type Profile, stackFunctions} from '../../model/profile.ts';
import {identityName} from '../../model/symbol.ts';

export interface KnownFunction {
  /** 64 bits of SHA-256 of the name, as a signed integer. */
  readonly id: bigint;
  readonly name: string;
  readonly file: string;
}

export interface KnownStack {
  /** 128 bits of SHA-256 of the functions' ids, in hexadecimal. */
  readonly id: string;
  /** Leaf first. */
  readonly frames: readonly KnownFunction[];
}

const ID_DIGITS = 32;

/** Names of functions repeat from profile to profile; past this many the memo starts over. */
const MOST_NAMES = 500_000;

export function contentId(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex').slice(0, ID_DIGITS);
}

export class ContentIds {
  private readonly functions = new Map<string, KnownFunction>();

  /** Stacks of one profile, each looked up once. */
  stacksOf(profile: Profile): (stack: number) => KnownStack {
    if (this.functions.size > MOST_NAMES) this.functions.clear();
    const known = new Map<number, KnownStack>();
    const functionOf = profileFunctions(profile, (name, file) => this.functionNamed(name, file));
    return (stack) => {
      const before = known.get(stack);
      if (before !== undefined) return before;
      const frames = framesOf(profile, stack, functionOf);
      const made = {id: contentId(frames.map(({id}) => id.toString(16))), frames};
      known.set(stack, made);
      return made;
    };
  }

  private functionNamed(raw: string, file: string): KnownFunction {
    const name = displayText(identityName(raw));
    const known = this.functions.get(name);
    if (known !== undefined) return known;
    const id = createHash('sha256').update(name).digest().readBigInt64LE(0);
    const made = {id, name, file: displayText(file)};
    this.functions.set(name, made);
    return made;
  }
}

type FunctionOf = (row: number) => KnownFunction;

function profileFunctions(profile: Profile, named: (name: string, file: string) => KnownFunction): FunctionOf {
  const {functions, strings} = profile;
  const known = new Array<KnownFunction | undefined>(functions.length);
  return (row) => {
    if (row < 0) return named('(no symbol)', '');
    known[row] ??= named(strings.at(functions.name[row]), strings.at(functions.filename[row]));
    return known[row] as KnownFunction;
  };
}

function framesOf(profile: Profile, stack: number, functionOf: FunctionOf): KnownFunction[] {
  return stack < 0 ? [] : stackFunctions(profile, stack).map(functionOf);
}
