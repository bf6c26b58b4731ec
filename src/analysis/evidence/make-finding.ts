/**
 * Fills in what every finding needs and no detector should repeat: culprit details, fingerprint, order.
 */

import {NONE} from '../../base/columns.ts';
import {say, sayLater} from '../../base/language/say.ts';
import {remembered} from '../../base/remembered.ts';
import {formatCount} from '../../base/units.ts';
import type {Culprit, Evidence, EvidenceLevel, Finding} from '../../model/finding.ts';
import {functionFile, type Profile} from '../../model/profile.ts';
import {enclosingFunction, identityName, packageOf} from '../../model/symbol.ts';
import {isTableOnly} from '../names/frame-classes.ts';
import {frameNames} from '../names/frame-names.ts';

/** What a detector has to say; the rest has defaults. */
export type FindingDraft = Omit<Finding, 'fingerprint' | 'explains' | 'precedence' | 'references'> &
  Partial<Pick<Finding, 'explains' | 'precedence' | 'references'>>;

/** Precedence of findings that are reported only where no other explains the same. */
export const LAST_WORD = -1;

export function makeFinding(draft: FindingDraft): Finding {
  const weight = Number.isFinite(draft.weight) ? Math.min(1, Math.max(0, draft.weight)) : 0;
  return {
    references: [],
    explains: [],
    precedence: 0,
    ...draft,
    advice: draft.advice.map((step) => say(step)),
    weight,
    fingerprint: fingerprintOf(draft),
  };
}

/** What stays the same over builds: the rule, the culprit without closures, and the resource. */
export function fingerprintOf({culprit, id, resource}: Pick<Finding, 'culprit' | 'id' | 'resource'>): string {
  return fingerprint(`${id}\n${enclosingFunction(culprit.function)}\n${resourceKey(resource)}`);
}

function resourceKey(resource: Finding['resource']): string {
  return resource === undefined ? '' : `${resource.group}/${resource.version}/${resource.kind}`;
}

/** FNV-1a, 64 bits in hex: the same cause has the same text in every run and build. */
const fingerprint: (text: string) => string = remembered((text) => {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash ^= BigInt(text.charCodeAt(i));
    hash = (hash * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, '0');
});

/** A table has no stacks: whatever is read off it is one fact only. */
export function levelFor(profile: Profile, level: EvidenceLevel): EvidenceLevel {
  return isTableOnly(profile) ? 'possible' : level;
}

/** The costliest stack as evidence; nothing for a table, which has none. */
export function stackEvidence(profile: Profile, stack: readonly string[]): Evidence[] {
  if (stack.length === 0 || isTableOnly(profile)) return [];
  return [framesEvidence(sayLater('heaviest stack'), stack)];
}

/** A stack under its label, with the number of its frames. */
export function framesEvidence(label: string, stack: readonly string[]): Evidence {
  const text = stack.length === 1 ? say('one frame') : say`${formatCount(stack.length)} frames`;
  return {label, value: stack.length, unit: 'frames', text, stack};
}

/** The culprit of this raw name, with package, and file where the profile has one. */
export function culpritOf(name: string, profile?: Profile, stack: number = NONE): Culprit {
  const importPath = packageOf(name);
  return {
    function: name,
    ...(importPath === '' ? {} : {package: importPath}),
    ...(profile === undefined ? {} : placeOf(profile, name, stack)),
  };
}

/** File and line of the frame called `name` on the stack; file alone of the function where no stack is given. */
function placeOf(profile: Profile, name: string, leaf: number): {file?: string; line?: number} {
  const {functions, locations, stacks, strings} = profile;
  for (let stack = leaf; stack !== NONE; stack = stacks.parent[stack]) {
    const location = stacks.location[stack];
    for (let at = locations.lineStart[location]; at < locations.lineStart[location + 1]; at++) {
      const fn = locations.lineFunction[at];
      if (fn === NONE || strings.at(functions.name[fn]) !== name) continue;
      return filePlace(functionFile(profile, fn), locations.lineNumber[at]);
    }
  }
  const fn = functionsOf(profile).get(name) ?? NONE;
  return fn === NONE ? {} : filePlace(functionFile(profile, fn), 0);
}

/** Made once: a report may have thousands of findings. */
const FUNCTIONS = new WeakMap<Profile, ReadonlyMap<string, number>>();

/** The function row of each name that reports print. */
function functionsOf(profile: Profile): ReadonlyMap<string, number> {
  const known = FUNCTIONS.get(profile);
  if (known !== undefined) return known;
  const frames = frameNames(profile);
  const rows = new Map<string, number>();
  frames.names.forEach((name, node) => {
    if (!rows.has(name)) rows.set(name, frames.functionOf[node]);
  });
  FUNCTIONS.set(profile, rows);
  return rows;
}

function filePlace(file: string, line: number): {file?: string; line?: number} {
  if (file === '') return {};
  return line > 0 ? {file, line} : {file};
}

/** `explains` key of a blocked place. */
export function goroutineKey(name: string): string {
  return `goroutines:${enclosingFunction(name)}`;
}

/** `explains` key of memory under a function. */
export function heapKey(name: string): string {
  return `heap:${identityName(name)}`;
}

/** `explains` key of CPU time under a function. */
export function cpuKey(name: string): string {
  return `cpu:${identityName(name)}`;
}
