/**
 * A question as the user names it: checked, with its argument and the limits that are other than usual.
 */
import {failure} from '../../base/errors.ts';
import {numberOf} from '../options/limit-option.ts';
import type {Dialect} from './dialects/dialect.ts';
import {QUESTIONS} from './index.ts';
import type {Question} from './question.ts';

export interface Asked {
  /** undefined where the user named none */
  readonly name: string | undefined;
  readonly argument: string | undefined;
  /** `NAME=VALUE` each. */
  readonly limits: readonly string[] | undefined;
}

/** Its SQL. @throws USAGE */
export function askedSql({argument = '', limits, name}: Asked, dialect: Dialect): string {
  if (name === undefined) throw failure('USAGE', 'sql needs a question or --query', {}, `there are ${names()}`);
  const question = QUESTIONS.find((each) => each.name === name);
  if (question === undefined) throw failure('USAGE', `there is no question ${name}`, {}, `there are ${names()}`);
  if (question.argument !== undefined && argument === '') {
    throw failure('USAGE', `${name} needs ${question.argument}`, {}, `pprofx sql DATASET ${name} ${question.argument}`);
  }
  if (question.argument === undefined && argument !== '')
    throw failure('USAGE', `${name} takes no argument, but ${argument} is given`);
  return question.sql({limits: limitsOf(question, limits), argument, dialect});
}

/** `crowd=10000, instances=1` */
export function limitsText(limits: Readonly<Record<string, number>>): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/** @throws USAGE */
function limitsOf({limits, name: question}: Question, texts: readonly string[] = []): Record<string, number> {
  const chosen: Record<string, number> = {...limits};
  for (const text of texts) {
    const [, name = '', value = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (!Object.hasOwn(limits, name)) {
      const known = limitsText(limits);
      throw failure('USAGE', `--limit ${text}: ${question} has ${known === '' ? 'no limits' : known}`);
    }
    chosen[name] = numberOf(value, text);
  }
  return chosen;
}

function names(): string {
  return QUESTIONS.map(({name}) => name).join(', ');
}
