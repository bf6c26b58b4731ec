/**
 * Sorts evidence by process and moment.
 *
 * Who wrote the bundle decides first: our own manifest, then the layout of another tool, then paths alone. Programs that
 * differ are different processes, whatever their paths.
 */
import {groupBy} from '../base/lists.ts';
import type {CollectedProcess} from '../model/collection.ts';
import type {Evidence} from './evidence.ts';
import type {Inventory} from './inventory.ts';
import {LAYOUTS} from './layouts/index.ts';
import type {BundleLayout, Placement} from './layouts/layout.ts';
import {type CollectedFile, collectedProcesses, missingOf, readCollection} from './manifest.ts';
import {lastShown, type Moment, momentsOf, type Placed} from './moments.ts';
import {NUMBER_WIDTH, type PathIdentity, pathIdentity} from './path-identity.ts';

export interface CaseProcess {
  readonly id: string;
  /** What replicas share; undefined for a process on its own. */
  readonly group: string | undefined;
  /** What our own manifest says of it. */
  readonly collected: CollectedProcess | undefined;
  /** Oldest first; at least one, unless nothing of the process could be taken. */
  readonly moments: readonly Moment[];
  /** What is missing of it, a line each. */
  readonly missing: readonly string[];
}

export interface IncidentCase {
  readonly processes: readonly CaseProcess[];
  /** Who wrote the bundles, by their titles. */
  readonly makers: readonly string[];
}

/** One piece of evidence and where it belongs, as far as that is known. */
interface Located {
  readonly evidence: Evidence;
  readonly ours?: CollectedFile;
  readonly before?: Evidence;
  readonly layout?: Placement;
  readonly path: PathIdentity;
}

/** The last evidence of each kind of each process, which stands for all of it where there is no time line. */
export function lastEvidence(processes: readonly CaseProcess[]): Evidence[] {
  return processes.flatMap(({moments}) => lastShown(moments)).map(({evidence}) => evidence);
}

/** @throws MALFORMED_TEXT for a manifest of ours that cannot be read */
export function sortEvidence(inventory: Inventory): IncidentCase {
  const collected = collectedFiles(inventory);
  const layouts = new Map([...inventory.paths].map(([input, paths]) => [input, layoutsOf(paths)]));
  const byPath = new Map(inventory.evidence.map((evidence) => [keyOf(evidence.input, evidence.path), evidence]));
  const located = inventory.evidence.flatMap((evidence): Located[] => {
    const path = identityOf(evidence);
    const ours = collected.get(keyOf(evidence.input, evidence.path));
    if (ours?.isBase === true) return [];
    if (ours !== undefined) {
      const before = ours.before === undefined ? undefined : byPath.get(keyOf(evidence.input, ours.before));
      return [{evidence, ours, path, ...(before === undefined ? {} : {before})}];
    }
    const layout = firstPlacement(layouts.get(evidence.input) ?? [], evidence.path);
    return [{evidence, path, ...(layout === undefined ? {} : {layout})}];
  });
  const names = new ProcessNames(located, new Set(inventory.paths.keys()));
  const groups = groupBy(located, (one) => names.of(one));
  const processes = [...groups].flatMap(([id, members]) => splitByProgram(id, members));
  const bare = withoutEvidence(inventory, new Set(processes.map(({collected}) => collected?.id)));
  const titles = [...layouts.values()].flat().map(({title}) => title);
  return {
    processes: [...processes, ...bare].sort((a, b) => (a.id < b.id ? -1 : 1)),
    makers: [...new Set([...(collected.size > 0 || bare.length > 0 ? ['pprofx collect'] : []), ...titles])],
  };
}

/** A file of several profiles names their process where they do not say it themselves. */
function identityOf({part, path}: Evidence): PathIdentity {
  if (part === undefined) return pathIdentity(path);
  const {label, millis, names} = pathIdentity(part.file);
  const repeated = part.repeat === 0 ? '' : `${part.repeat + 1}`.padStart(NUMBER_WIDTH, '0');
  const labels = [label, repeated].filter((text) => text !== '').join(' ');
  return {names: part.process === undefined ? names : [part.process], label: labels, millis};
}

function keyOf(input: string, path: string): string {
  return `${input}\n${path}`;
}

function collectedFiles({manifests}: Inventory): Map<string, CollectedFile> {
  const all = new Map<string, CollectedFile>();
  for (const [input, texts] of manifests) {
    for (const [path, text] of texts) {
      const files = readCollection(text, path, input);
      for (const [file, placement] of files ?? []) all.set(keyOf(input, file), placement);
    }
  }
  return all;
}

/** Processes of our manifests of which there is nothing but the reasons. */
function withoutEvidence({manifests}: Inventory, known: ReadonlySet<string | undefined>): CaseProcess[] {
  return [...manifests.values()].flatMap((texts) =>
    [...texts.values()]
      .flatMap(collectedProcesses)
      .flatMap((process) =>
        known.has(process.id)
          ? []
          : [{id: process.id, group: process.group, collected: process, moments: [], missing: missingOf(process)}],
      ),
  );
}

/** The layouts whose every mark is among the paths. */
function layoutsOf(paths: readonly string[]): BundleLayout[] {
  return LAYOUTS.filter(({marks}) => marks.every((mark) => paths.some((path) => mark.test(path))));
}

function firstPlacement(layouts: readonly BundleLayout[], path: string): Placement | undefined {
  for (const layout of layouts) {
    const placement = layout.place(path);
    if (placement !== undefined) return placement;
  }
  return undefined;
}

/** Names of processes: as short as they can be without two being the same. */
class ProcessNames {
  private readonly containers: ReadonlySet<string>;
  private readonly hasSeveralInputs: boolean;
  private readonly shared: number;
  private readonly roots: ReadonlyMap<string, ReadonlySet<string>>;

  /** @param containers  inputs that are folders or archives; the others are files, which belong together */
  constructor(located: readonly Located[], containers: ReadonlySet<string>) {
    this.containers = containers;
    const hasFiles = located.some(({evidence}) => !containers.has(evidence.input));
    this.hasSeveralInputs = containers.size + (hasFiles ? 1 : 0) > 1;
    const unknown = located.filter(({layout, ours}) => layout === undefined && ours === undefined);
    this.shared = sharedPrefix(unknown.map(({path}) => path.names));
    const roots = new Map<string, Set<string>>();
    for (const {evidence, layout} of located) {
      if (layout === undefined) continue;
      const known = roots.get(layout.process) ?? new Set<string>();
      roots.set(layout.process, known.add(`${evidence.input} ${layout.root}`));
    }
    this.roots = roots;
  }

  of({evidence, layout, ours, path}: Located): string {
    if (ours !== undefined) return this.withInput(evidence, ours.process.id);
    if (layout !== undefined) {
      if ((this.roots.get(layout.process)?.size ?? 0) < 2) return layout.process;
      const root =
        layout.root
          .split('/')
          .filter((part) => part !== '')
          .join('/') || nameOfInput(evidence.input);
      return `${root}: ${layout.process}`;
    }
    const names = path.names.slice(this.shared);
    return this.withInput(evidence, names.join('/'));
  }

  private withInput({input}: Evidence, id: string): string {
    if (!this.hasSeveralInputs) return id;
    if (!this.containers.has(input)) return id === '' ? 'files' : id;
    return id === '' ? nameOfInput(input) : `${nameOfInput(input)}/${id}`;
  }
}

/** How many leading names all paths have in common, when more than one process remains behind them. */
function sharedPrefix(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  let length = 0;
  while (length < first.length && paths.every((names) => names[length] === first[length])) length++;
  // The last of them names the only process there is.
  return paths.every((names) => names.length === length) ? Math.max(0, length - 1) : length;
}

function nameOfInput(input: string): string {
  return (
    input
      .replace(/(?<!\/)\/+$/, '')
      .split('/')
      .at(-1)
      ?.replace(/\.(?:tar\.(?:gz|zst)|tgz|tar|zip|zst)$/i, '') || input
  );
}

/** Profiles of several programs are of several processes; text, which names none, stays with the only one there is. */
function splitByProgram(id: string, members: readonly Located[]): CaseProcess[] {
  const programs = new Set(members.map(({evidence}) => evidence.program).filter((program) => program !== ''));
  const [ours] = members.flatMap((member) => member.ours ?? []);
  const isNamed = ours !== undefined || members.some(({layout}) => layout !== undefined);
  if (programs.size < 2 || isNamed) {
    const [program = ''] = programs;
    return [processOf(id || program || nameOfInput(members[0].evidence.input), members)];
  }
  const byProgram = groupBy(members, ({evidence}) => evidence.program);
  return [...byProgram].map(([program, some]) => {
    const name =
      program === '' ? id || nameOfInput(some[0].evidence.input) : id === '' ? program : `${id} (${program})`;
    return processOf(name, some);
  });
}

function processOf(id: string, members: readonly Located[]): CaseProcess {
  const [ours] = members.flatMap((member) => member.ours ?? []);
  const [layout] = members.flatMap((member) => member.layout ?? []);
  const named = layout?.group ?? members[0].evidence.part?.group ?? numberedGroup(id);
  return {
    id,
    group: ours === undefined ? named : (ours.process.group ?? programOf(members)),
    collected: ours?.process,
    moments: momentsOf(members.map(placed)),
    missing: ours === undefined ? [] : missingOf(ours.process),
  };
}

/** Addresses say nothing of who is a replica of whom: those that run the same program are. */
function programOf(members: readonly Located[]): string | undefined {
  return members.map(({evidence}) => evidence.program).find((program) => program !== '');
}

function placed({before, evidence, layout, ours, path}: Located): Placed {
  // Tools write what they take at once, so the time of a file in their bundles is its own.
  const written = layout === undefined ? undefined : fileMillis(evidence);
  const named = layout?.millis ?? path.millis ?? written;
  const millis = ours?.millis ?? (evidence.timeNanos > 0n ? Number(evidence.timeNanos / 1_000_000n) : named);
  return {
    evidence,
    label: ours !== undefined ? '' : (layout?.label ?? path.label),
    millis,
    ...(before === undefined ? {} : {before}),
  };
}

/** Archives without times say 1970 or 1980. */
const FIRST_MILLIS = Date.UTC(2010);

function fileMillis({modifiedAt}: Evidence): number | undefined {
  const millis = modifiedAt?.getTime() ?? 0;
  return millis > FIRST_MILLIS ? millis : undefined;
}

/** `web-1`, `web-2`: replicas, which differ in their number alone. */
function numberedGroup(id: string): string | undefined {
  return /\d$/.test(id) ? id.replace(/(?:[-_]|(?<!\d))\d+$/, '') || undefined : undefined;
}
