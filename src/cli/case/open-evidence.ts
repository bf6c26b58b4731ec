/**
 * Opens an incident's folder: takes inventory of inputs, sorts what was found, and keeps what `--only` and `--process` choose.
 */
import {compileWholePattern} from '../../analysis/names/pattern.ts';
import {failure} from '../../base/errors.ts';
import {quotePattern} from '../../base/quote-pattern.ts';
import type {Evidence} from '../../incident/evidence.ts';
import type {Inventory} from '../../incident/inventory.ts';
import {KINDS} from '../../incident/moments.ts';
import {type CaseProcess, sortEvidence} from '../../incident/processes.ts';
import type {CaseChoices, InputOptions} from '../input/read-options.ts';
import {takeInventory} from './inventory.ts';

export interface OpenedEvidence extends Pick<Inventory, 'entries' | 'links' | 'troubles'> {
  readonly inputs: readonly string[];
  readonly processes: readonly CaseProcess[];
  /** Who wrote the bundles, by their titles. */
  readonly makers: readonly string[];
  /** How many profiles were found, chosen or not. */
  readonly found: number;
}

/** @throws USAGE for a choice that matches nothing; READ_FAILED where there is no evidence at all */
export async function openEvidence(
  inputs: readonly string[],
  reading: InputOptions,
  choices: CaseChoices,
): Promise<OpenedEvidence> {
  const inventory = await takeInventory(inputs, reading);
  const {entries, evidence, links, troubles} = inventory;
  const isWanted = evidenceFilter(choices.only ?? []);
  const {makers, processes} = sortEvidence(inventory);
  const chosen = chosenProcesses(processes, choices.process ?? []).flatMap((each) => onlyWanted(each, isWanted));
  if (chosen.length === 0) throw nothingFound(inputs, inventory, choices);
  return {inputs, entries, links, troubles, makers, processes: chosen, found: evidence.length};
}

/** The process with the wanted evidence alone; none without any. */
function onlyWanted(process: CaseProcess, isWanted: (evidence: Evidence) => boolean): CaseProcess[] {
  if (process.moments.length === 0) return [process];
  const moments = process.moments.flatMap((moment) => {
    const evidence = moment.evidence.filter((placed) => isWanted(placed.evidence));
    return evidence.length === 0 ? [] : [{...moment, evidence}];
  });
  return moments.length === 0 ? [] : [{...process, moments}];
}

function nothingFound(inputs: readonly string[], {entries, evidence, troubles}: Inventory, {only}: CaseChoices): Error {
  if (evidence.length > 0) {
    const kinds = [...new Set(evidence.map(({kind}) => kind))].sort().join(', ');
    return failure('USAGE', `--only ${only?.join(',')} matches nothing; there are: ${kinds}`);
  }
  const [first, ...rest] = troubles;
  const why = first === undefined ? '' : `; ${first}${rest.length > 0 ? `, and ${rest.length} more` : ''}`;
  const message = `no profile and no dump among ${entries} entries${why}`;
  return failure('UNRECOGNIZED_FORMAT', message, {input: inputs.join(', ')});
}

/** @throws USAGE */
function evidenceFilter(only: readonly string[]): (evidence: Evidence) => boolean {
  const terms = only.flatMap((list) => list.split(',')).filter((term) => term !== '');
  if (terms.length === 0) return () => true;
  const kinds = new Set(terms.filter((term) => KINDS.some((kind) => kind === term)));
  const paths = terms.filter((term) => !kinds.has(term));
  const odd = paths.find((term) => !/[*?/.]/.test(term));
  if (odd !== undefined) {
    throw failure(
      'USAGE',
      `--only ${odd} is neither a kind nor a path`,
      {},
      `kinds are ${KINDS.join(', ')}; paths may hold * and ?`,
    );
  }
  const patterns = paths.map((term) => globPattern(term, '--only'));
  return ({kind, path}) => kinds.has(kind) || patterns.some((pattern) => pattern.test(path));
}

/** @throws USAGE */
function chosenProcesses(processes: readonly CaseProcess[], names: readonly string[]): readonly CaseProcess[] {
  if (names.length === 0 || processes.length === 0) return processes;
  const patterns = names.map((name) => globPattern(name, '--process'));
  const exact = processes.filter(({id}) => patterns.some((pattern) => pattern.test(id)));
  const chosen = exact.length > 0 ? exact : processes.filter(({id}) => names.some((name) => id.includes(name)));
  if (chosen.length > 0) return chosen;
  const known = processes.map(({id}) => id).join(', ');
  throw failure('USAGE', `no process is named ${names.join(' or ')}; there are: ${known}`);
}

/** `*` and `?` of a shell, over folders too. */
function globPattern(text: string, option: string): ReturnType<typeof compileWholePattern> {
  const source = text.replace(/[\s\S]/g, (letter) => {
    if (letter === '*') return '.*';
    return letter === '?' ? '.' : quotePattern(letter);
  });
  return compileWholePattern(source, option);
}
