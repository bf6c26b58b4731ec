/**
 * Folders and archives among the inputs of commands that take profiles: each stands for what was chosen of it.
 */
import {failure} from '../../base/errors.ts';
import {pushAll} from '../../base/lists.ts';
import type {Evidence} from '../../incident/evidence.ts';
import {historyOf} from '../../incident/moments.ts';
import {type CaseProcess, lastEvidence} from '../../incident/processes.ts';
import type {ProfileKind} from '../../model/profile.ts';
import {expectEntries} from '../archive/address.ts';
import {containerAt} from '../archive/container-kind.ts';
import {heldAt} from '../archive/held.ts';
import type {CaseChoices, InputOptions} from '../input/read-options.ts';
import {holdContainers} from './hold-containers.ts';
import {type OpenedEvidence, openEvidence} from './open-evidence.ts';

/** What a command makes of what it gets. */
export type Use = 'merge' | 'one process' | 'one profile' | 'series';

export interface Chosen {
  readonly inputs: readonly string[];
  readonly reading: InputOptions;
  readonly choices: CaseChoices;
}

/**
 * The inputs with folders and archives replaced by addresses of their entries.
 *
 * @param use   `merge`: the last profile of each process, all of one kind; `one process`: the last of each kind of the only
 *              process; `one profile`: the last of its only kind; `series`: all of that, oldest first
 * @param kind  that the command wants where nobody chooses; undefined for any
 * @throws USAGE that lists what there is, where the choice is not clear
 */
export async function chooseInputs(
  {choices, inputs, reading}: Chosen,
  use: Use,
  kind?: ProfileKind,
): Promise<string[]> {
  const only = choices.only ?? (kind === undefined ? undefined : [kind]);
  const wanted = {...choices, ...(only === undefined ? {} : {only})};
  const chosen: string[] = [];
  for (const input of await holdContainers(inputs, reading)) {
    if (containerAt(input) === undefined) chosen.push(input);
    else if (isReadAsOne(input, use) && !isChosen(choices)) chosen.push(input);
    else {
      const evidence = evidenceFor(await openEvidence([input], reading, wanted), use);
      pushAll(
        chosen,
        evidence.map(({address}) => address),
      );
    }
  }
  expectEntries(chosen);
  return chosen;
}

/** Whether the input is a file of several profiles that its format's reader takes as one. */
function isReadAsOne(input: string, use: Use): boolean {
  const held = heldAt(input);
  return held?.kind === 'parts' && held.isReadAsOne && (use === 'merge' || use === 'one profile');
}

function isChosen({only, process}: CaseChoices): boolean {
  return (only ?? process) !== undefined;
}

function evidenceFor(opened: OpenedEvidence, use: Use): readonly Evidence[] {
  const processes = opened.processes.filter(({moments}) => moments.length > 0);
  const last = lastEvidence(processes);
  const kinds = [...new Set(last.map(({kind}) => kind))];
  const isClear = (use === 'merge' || processes.length === 1) && (use === 'one process' || kinds.length === 1);
  if (!isClear) throw unclear(opened, processes, last, kinds);
  if (use === 'merge' && opened.inputs.every((input) => heldAt(input)?.kind === 'parts')) return allEvidence(processes);
  if (use !== 'series') return last;
  return historyOf(processes[0].moments, kinds[0]).map(({evidence}) => evidence);
}

/** Of a file of several profiles all are wanted, as if each had been named. */
function allEvidence(processes: readonly CaseProcess[]): Evidence[] {
  return processes.flatMap(({moments}) => moments.flatMap((moment) => moment.evidence.map(({evidence}) => evidence)));
}

function unclear(
  {inputs}: OpenedEvidence,
  processes: readonly CaseProcess[],
  last: readonly Evidence[],
  kinds: readonly ProfileKind[],
): Error {
  const names = processes.slice(0, MOST_NAMES).map(({id}) => id);
  const more = processes.length > MOST_NAMES ? `, and ${processes.length - MOST_NAMES} more` : '';
  const message = `it holds ${kinds.join(', ')} of ${processes.length === 1 ? names[0] : `${processes.length} processes: ${names.join(', ')}${more}`}`;
  const process = processes.length > 1 ? ` --process ${names[0]}` : '';
  const kind = kinds.length > 1 ? ` --only ${kinds[0]}` : '';
  const hint = `choose${kind}${process}; or name one entry: ${last[0].address}`;
  return failure('USAGE', message, {input: inputs.join(', ')}, hint);
}

const MOST_NAMES = 12;
