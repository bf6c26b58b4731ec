/**
 * Which function of one build is which of another: gives equal functions of all profiles one row.
 *
 * Names are compared by identity (no vendoring module, type arguments folded), so moved lines and files do not matter.
 * Closures are numbered by the compiler in order of appearance, so one more closure renames all after it: where the
 * closures of a function differ between the sides, they are paired by the functions they call.
 */
import {NONE} from '../../base/columns.ts';
import {groupBy} from '../../base/lists.ts';
import type {Profile} from '../../model/profile.ts';
import {enclosingFunction, identityName} from '../../model/symbol.ts';
import {type FrameNames, frameNames} from '../names/frame-names.ts';

export interface Rename {
  /** Import path of the old build, or a path that it begins with. */
  readonly from: string;
  readonly to: string;
}

export interface Alignment {
  /** A raw name per row, for people: the newer build's, unless only the older one has the function. */
  readonly names: readonly string[];
  /** What was compared, per row. */
  readonly identities: readonly string[];
  readonly before: readonly AlignedProfile[];
  readonly after: readonly AlignedProfile[];
}

export interface AlignedProfile {
  readonly profile: Profile;
  readonly frames: FrameNames;
  /** Row per name of `frames`. */
  readonly rowOf: Int32Array;
}

export function alignProfiles(
  before: readonly Profile[],
  after: readonly Profile[],
  renames: readonly Rename[] = [],
): Alignment {
  const old = before.map((profile) => namedProfile(profile, renames));
  const recent = after.map((profile) => namedProfile(profile, []));
  // One build numbers its closures once; what sampling missed on a side must not be taken for renumbering.
  const closures = isOneBuild([...before, ...after]) ? new Map<string, string>() : pairClosures(old, recent);
  const rows = new Map<string, number>();
  const names: string[] = [];
  const place = ({frames, identities, profile}: NamedProfile, isOld: boolean): AlignedProfile => {
    const rowOf = identities.map((identity, node) => {
      const key = (isOld ? closures.get(identity) : undefined) ?? identity;
      const known = rows.get(key);
      if (known !== undefined) return known;
      rows.set(key, names.length);
      return names.push(frames.names[node]) - 1;
    });
    return {profile, frames, rowOf: Int32Array.from(rowOf)};
  };
  // The newer side first: its names win.
  const alignedAfter = recent.map((named) => place(named, false));
  const alignedBefore = old.map((named) => place(named, true));
  return {names, identities: [...rows.keys()], before: alignedBefore, after: alignedAfter};
}

function isOneBuild(profiles: readonly Profile[]): boolean {
  const ids = new Set(profiles.map(({mappings}) => mappings[0]?.buildId ?? ''));
  return ids.size === 1 && !ids.has('');
}

interface NamedProfile {
  readonly profile: Profile;
  readonly frames: FrameNames;
  readonly identities: readonly string[];
}

function namedProfile(profile: Profile, renames: readonly Rename[]): NamedProfile {
  const frames = frameNames(profile);
  const identities = frames.names.map((name) => renamed(identityName(name), renames));
  return {profile, frames, identities};
}

function renamed(identity: string, renames: readonly Rename[]): string {
  for (const {from, to} of renames) {
    const next = identity.charAt(from.length);
    if (identity.startsWith(from) && (next === '.' || next === '/')) return to + identity.slice(from.length);
  }
  return identity;
}

/** Identity of an old closure → identity of the new one, where they are not the same. */
function pairClosures(before: readonly NamedProfile[], after: readonly NamedProfile[]): Map<string, string> {
  const old = closureFamilies(before);
  const recent = closureFamilies(after);
  const unsettled = [...old.keys()].filter((family) => {
    const others = recent.get(family);
    return others !== undefined && !sameMembers(old.get(family) ?? new Set(), others);
  });
  const pairs = new Map<string, string>();
  if (unsettled.length === 0) return pairs;
  const oldCallees = callees(before);
  const newCallees = callees(after);
  for (const family of unsettled) {
    pairFamily([...(old.get(family) ?? [])], [...(recent.get(family) ?? [])], oldCallees, newCallees, pairs);
  }
  return pairs;
}

/** Closures by their function and form: `F.func1` and `F.func2` are of one family, `F.func1.1` and `F.gowrap1` not. */
function closureFamilies(profiles: readonly NamedProfile[]): Map<string, Set<string>> {
  const families = new Map<string, Set<string>>();
  for (const {identities} of profiles) {
    for (const identity of identities) {
      const enclosing = enclosingFunction(identity);
      if (enclosing === identity) continue;
      const family = enclosing + identity.slice(enclosing.length).replace(/\d+/g, '#');
      const members = families.get(family) ?? new Set();
      members.add(identity);
      families.set(family, members);
    }
  }
  return families;
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

/** At least half of what both call must be common. */
const CALLEES_AGREE = 0.5;

/** Decides between closures that call the same. */
const SAME_NAME = 0.01;

/** A family with more to choose from, generated code, keeps its names: pairs grow with the square. */
const MOST_CANDIDATES = 10_000;

/** What calls the same is paired first, then by likeness, best first; what is left over of one name stays one function. */
function pairFamily(
  old: readonly string[],
  recent: readonly string[],
  oldCallees: ReadonlyMap<string, ReadonlySet<string>>,
  newCallees: ReadonlyMap<string, ReadonlySet<string>>,
  pairs: Map<string, string>,
): void {
  const {settled, taken} = pairEqual(old, recent, oldCallees, newCallees);
  const leftOld = old.filter((from) => !settled.has(from));
  const leftRecent = new Set(recent.filter((to) => !taken.has(to)));
  const isLarge = leftOld.length * leftRecent.size > MOST_CANDIDATES;
  const candidates = leftOld.flatMap((from) =>
    (isLarge ? (leftRecent.has(from) ? [from] : []) : [...leftRecent]).map((to) => ({
      from,
      to,
      likeness: likeness(oldCallees.get(from), newCallees.get(to)) + (from === to ? SAME_NAME : 0),
    })),
  );
  candidates.sort((a, b) => b.likeness - a.likeness);
  for (const {from, likeness: score, to} of candidates) {
    if (score < CALLEES_AGREE && from !== to) continue;
    if (settled.has(from) || taken.has(to)) continue;
    settled.set(from, to);
    taken.add(to);
  }
  for (const [from, to] of settled) if (from !== to) pairs.set(from, to);
  // A name that went to another closure must not be shared with the old one that lost it.
  for (const from of old) if (!settled.has(from) && taken.has(from)) pairs.set(from, `${from} (before)`);
}

interface Pairing {
  /** Old closure → new one. */
  readonly settled: Map<string, string>;
  readonly taken: Set<string>;
}

/** Closures that call exactly the same: those of one name first, the others in their order. */
function pairEqual(
  old: readonly string[],
  recent: readonly string[],
  oldCallees: ReadonlyMap<string, ReadonlySet<string>>,
  newCallees: ReadonlyMap<string, ReadonlySet<string>>,
): Pairing {
  const callsOf = (callees: ReadonlySet<string> | undefined): string => [...(callees ?? [])].sort().join('\n');
  const newCalls = new Map(recent.map((to) => [to, callsOf(newCallees.get(to))]));
  const settled = new Map<string, string>();
  const others: (readonly [from: string, calls: string])[] = [];
  for (const from of old) {
    const calls = callsOf(oldCallees.get(from));
    if (newCalls.get(from) === calls) settled.set(from, from);
    else others.push([from, calls]);
  }
  const left = [...newCalls.keys()].filter((to) => !settled.has(to));
  const free = groupBy(left.reverse(), (to) => newCalls.get(to) ?? '');
  for (const [from, calls] of others) {
    const to = free.get(calls)?.pop();
    if (to !== undefined) settled.set(from, to);
  }
  return {settled, taken: new Set(settled.values())};
}

/** Share of common members; two functions that call nothing agree as far as one can see. */
function likeness(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): number {
  if (a.size === 0 && b.size === 0) return CALLEES_AGREE;
  let common = 0;
  for (const member of a) if (b.has(member)) common++;
  return common / (a.size + b.size - common);
}

/** Identities that each closure calls directly; closures of one family count as one callee. */
function callees(profiles: readonly NamedProfile[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const {frames, identities, profile} of profiles) {
    const isClosure = identities.map((identity) => enclosingFunction(identity) !== identity);
    const plain = identities.map((identity, node) => (isClosure[node] ? enclosingFunction(identity) : identity));
    forEachCall(profile, frames, (caller, callee) => {
      if (!isClosure[caller]) return;
      const members = found.get(identities[caller]) ?? new Set();
      members.add(plain[callee]);
      found.set(identities[caller], members);
    });
  }
  return found;
}

/** Visits every edge of the stack table, caller and callee as names of `frames`. */
function forEachCall(profile: Profile, frames: FrameNames, visit: (caller: number, callee: number) => void): void {
  const {stacks} = profile;
  for (let stack = 0; stack < stacks.length; stack++) {
    const location = stacks.location[stack];
    const first = frames.start[location];
    const last = frames.start[location + 1] - 1;
    for (let i = first; i < last; i++) visit(frames.node[i + 1], frames.node[i]);
    const above = stacks.parent[stack];
    if (above !== NONE) visit(frames.node[frames.start[stacks.location[above]]], frames.node[last]);
  }
}
