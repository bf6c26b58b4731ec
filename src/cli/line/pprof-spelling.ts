/**
 * Takes options as go tool pprof spells them: underscores in names, one dash, `=true` and `=false`.
 */
import {failure, type PprofxError} from '../../base/errors.ts';
import {type PprofOption, pprofOption} from './pprof-table.ts';

/** An argument that is an option of go tool pprof, taken apart. */
export interface SpelledOption {
  readonly row: PprofOption;
  /** What follows `=`, or the next argument; undefined without either. */
  readonly value: string | undefined;
}

/** The arguments behind a command in our own spelling; everything after `--` stays as it is. */
export function ownSpelling(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const rest = end < 0 ? [] : args.slice(end);
  return [...options.flatMap(respell), ...rest];
}

/** The row and value of an argument; undefined when it is no option, or none of go tool pprof's. */
export function spelledOption(argument: string): SpelledOption | undefined {
  const [, name, value] = /^--?([a-z][a-z_-]*)(?:=([\s\S]*))?$/.exec(argument) ?? [];
  const row = name === undefined ? undefined : pprofOption(name);
  return row === undefined ? undefined : {row, value};
}

function respell(argument: string): string[] {
  const spelled = spelledOption(argument);
  if (spelled === undefined) return [argument.startsWith('--') ? withDashes(argument) : argument];
  const {row, value} = spelled;
  if (row.use.kind === 'refused') throw refusal(row.name, row.use.reason, row.use.instead);
  return row.use.kind === 'option' ? ownOption(row, row.use.own, value) : [argument];
}

/** Options of our own may be written with underscores, too. */
function withDashes(argument: string): string {
  return argument.replace(/^--[a-z_-]+/, (name) => name.replaceAll('_', '-'));
}

/**
 * An option as the commands declare it.
 *
 * @throws USAGE for a value of -symbolize that needs the program
 */
export function ownOption(row: PprofOption, own: string, value: string | undefined): string[] {
  if (row.name === 'symbolize' && value !== undefined) checkSymbolize(value);
  if (row.takesValue || value === undefined) return [value === undefined ? `--${own}` : `--${own}=${value}`];
  if (own === 'trim') return isOn(value) ? [] : ['--no-trim'];
  return isOn(value) ? [`--${own}`] : [];
}

/** Whether `=value` turns a switch on. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || /^(1|t|true|y|yes)$/i.test(value);
}

/** The failure for what go tool pprof does and pprofx does not. */
export function refusal(option: string, reason: string, instead: string): PprofxError {
  return failure('USAGE', `-${option}: ${reason}`, {}, instead);
}

function checkSymbolize(value: string): void {
  if (value === 'none' || value === 'auto') return;
  throw refusal(
    `symbolize=${value}`,
    'pprofx looks up no binaries and asks no server for symbols',
    'leave it out: Go profiles carry their symbols; -symbolize=none is understood',
  );
}
