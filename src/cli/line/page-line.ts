/**
 * `-http` in our words: the page, at an address of this machine, opened on what was asked for.
 */
import {failure} from '../../base/errors.ts';
import {completedSource} from './pprof-source.ts';
import {isOn, ownOption, refusal, type SpelledOption} from './pprof-spelling.ts';

/** Settings that the page keeps in its address, by their names there. */
const IN_ADDRESS: ReadonlyMap<string, string> = new Map([
  ['focus', 'focus'],
  ['hide', 'hide'],
  ['ignore', 'ignore'],
  ['sample_index', 'type'],
  ['show_from', 'show-from'],
  ['tagfocus', 'tag'],
]);

/** Switches that choose a sample type, and the type. */
const TYPE_OF_SWITCH: ReadonlyMap<string, string> = new Map([
  ['alloc_objects', 'alloc_objects'],
  ['alloc_space', 'alloc_space'],
  ['contentions', 'contentions'],
  ['inuse_objects', 'inuse_objects'],
  ['inuse_space', 'inuse_space'],
  ['total_delay', 'delay'],
]);

/**
 * @param words  what else was typed: inputs, and options of ours
 * @throws USAGE for an address that others could reach, and settings that the page does not have
 */
export function pageLine(address: string, typed: readonly SpelledOption[], words: readonly string[]): string[] {
  const bases = typed.filter(({row}) => row.name === 'base' || row.name === 'diff_base');
  const settings = typed.filter((each) => !bases.includes(each));
  const start = startOf(settings, bases.length).toString();
  return [
    'view',
    `--port=${portOf(address)}`,
    ...(start === '' ? [] : [`--start=${start}`]),
    ...settings.flatMap(viewOption),
    ...bases.map(({value}) => completedSource(value ?? '')),
    ...words,
  ];
}

/** The part of the page's address that shows what was asked for. */
function startOf(settings: readonly SpelledOption[], baseCount: number): URLSearchParams {
  const start = new URLSearchParams(baseCount > 0 ? {screen: 'compare', base: '0', input: String(baseCount)} : {});
  for (const {row, value} of settings) {
    const key = IN_ADDRESS.get(row.name);
    const type = TYPE_OF_SWITCH.get(row.name);
    if (key !== undefined) start.append(key, value ?? '');
    if (type !== undefined && isOn(value)) start.set('type', type);
  }
  if (start.size > 0 && !start.has('screen')) start.set('screen', 'flame');
  return start;
}

/** The option of `view` that a setting becomes, where its address does not hold it. */
function viewOption({row, value}: SpelledOption): string[] {
  const {name, use} = row;
  if (use.kind !== 'option' || IN_ADDRESS.has(name) || TYPE_OF_SWITCH.has(name)) return [];
  if (use.isPage && name !== 'output') return ownOption(row, use.own, value);
  throw refusal(name, 'the page has no such setting', 'leave it out, or ask for a report instead of -http');
}

/** @throws USAGE unless the address is of this machine alone */
function portOf(address: string): string {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*)):(\d*)$/.exec(address) ?? [];
  if (port === undefined) {
    const hint = 'pprofx -http=:8080 FILE; -http=: takes any free port';
    throw failure('USAGE', `-http expects [HOST]:PORT, not ${address}`, {}, hint);
  }
  const host = bracketed ?? plain ?? '';
  if (host === '' || host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)) return port || '0';
  const free = port || '8080';
  throw refusal(
    `http=${address}`,
    'everybody who reaches this machine could read the profile, so pprofx serves on 127.0.0.1 only',
    `pprofx -http=localhost:${free} FILE here, and ssh -L ${free}:127.0.0.1:${free} HOST on your own machine`,
  );
}
