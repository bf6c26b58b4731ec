/**
 * Ranks shapes over all instances of a service: LeakProf's method.
 *
 * A shape is suspect in an instance when it is above the limits there; suspects rank by the root mean square over all
 * instances of the group, which weighs a large crowd in one instance more than a small one in many. Memory follows
 * distinct shapes, not files: of a file only its name stays, where it is the worst.
 */
import type {Profile, WaitClass} from '../../model/profile.ts';
import type {SignatureIndex} from '../knowledge/signature-match.ts';
import {type FleetMeasure, type Sighting, sightingsOf} from './sightings.ts';

export interface FleetLimits {
  /** Goroutines of one shape in one instance. LeakProf suspects a crowd of 10 000. */
  readonly crowd: number;
  /** Bytes in use that one function allocated, in one instance. */
  readonly bytes: number;
  /** Cores that one function keeps busy, in one instance. */
  readonly cores: number;
  /** Part of the heap or of the CPU time of the instance; both this and the absolute limit count. */
  readonly share: number;
  /** Instances above the limits that make a row. */
  readonly instances: number;
}

export const FLEET_LIMITS: FleetLimits = {crowd: 10_000, bytes: 256 * 2 ** 20, cores: 0.5, share: 0.25, instances: 1};

/** Where a profile comes from. */
export interface FleetOrigin {
  readonly file: string;
  readonly labels: ReadonlyMap<string, string>;
}

export interface FleetRow {
  readonly measure: FleetMeasure;
  /** Values of the labels that make a group, in the order of `by`; '' where a profile has no such label. */
  readonly group: readonly string[];
  readonly function: string;
  readonly waitClass: WaitClass | undefined;
  /** Instances of the group above the limits. */
  readonly over: number;
  /** Profiles of this measure in the group: each is one instance. */
  readonly instances: number;
  /** Root mean square over all instances: goroutines, bytes or cores. */
  readonly rootMeanSquare: number;
  readonly largest: number;
  /** Part of the process that the largest one is. */
  readonly share: number;
  readonly worstFile: string;
}

export interface Fleet {
  readonly by: readonly string[];
  readonly limits: FleetLimits;
  /** Profiles that were ranked, by measure. */
  readonly profiles: Readonly<Record<FleetMeasure, number>>;
  /** Profiles of other kinds, which are not ranked. */
  readonly otherKinds: number;
  readonly groups: number;
  /** Goroutines, heap, CPU; within each the largest root mean square first. */
  readonly rows: readonly FleetRow[];
}

export interface FleetOptions {
  readonly by: readonly string[];
  readonly limits: FleetLimits;
  readonly signatures: SignatureIndex;
}

interface ShapeSum {
  readonly function: string;
  readonly waitClass: WaitClass | undefined;
  over: number;
  squares: number;
  largest: number;
  share: number;
  worstFile: string;
}

interface GroupSum {
  readonly measure: FleetMeasure;
  readonly group: readonly string[];
  readonly shapes: Map<string, ShapeSum>;
  instances: number;
}

const MEASURES: readonly FleetMeasure[] = ['goroutines', 'heap', 'cpu'];

/** `add` profiles as they are read, then `finish`. */
export class FleetRanking {
  private readonly options: FleetOptions;
  private readonly groups = new Map<string, GroupSum>();
  private readonly profiles: Record<FleetMeasure, number> = {goroutines: 0, heap: 0, cpu: 0};
  private otherKinds = 0;

  constructor(options: FleetOptions) {
    this.options = options;
  }

  add(profile: Profile, origin: FleetOrigin): void {
    const found = sightingsOf(profile, this.options.signatures);
    if (found === undefined) {
      this.otherKinds++;
      return;
    }
    this.profiles[found.measure]++;
    const group = this.groupOf(found.measure, origin);
    group.instances++;
    for (const sighting of found.shapes) {
      const sum = shapeSum(group, sighting);
      const share = found.total === 0 ? 0 : sighting.value / found.total;
      sum.squares += sighting.value ** 2;
      if (this.isOver(found.measure, sighting.value, share)) sum.over++;
      if (sighting.value <= sum.largest) continue;
      sum.largest = sighting.value;
      sum.share = share;
      sum.worstFile = origin.file;
    }
  }

  finish(): Fleet {
    const {by, limits} = this.options;
    const groups = [...this.groups.values()];
    const rows = groups.flatMap((group) => rowsOf(group, limits));
    rows.sort(
      (a, b) =>
        MEASURES.indexOf(a.measure) - MEASURES.indexOf(b.measure) ||
        b.rootMeanSquare - a.rootMeanSquare ||
        (a.function < b.function ? -1 : 1),
    );
    const names = new Set(groups.map(({group}) => group.join('\0')));
    return {by, limits, profiles: {...this.profiles}, otherKinds: this.otherKinds, groups: names.size, rows};
  }

  private groupOf(measure: FleetMeasure, {labels}: FleetOrigin): GroupSum {
    const group = this.options.by.map((label) => labels.get(label) ?? '');
    const key = [measure, ...group].join('\0');
    const known = this.groups.get(key) ?? {measure, group, shapes: new Map(), instances: 0};
    this.groups.set(key, known);
    return known;
  }

  private isOver(measure: FleetMeasure, value: number, share: number): boolean {
    const {bytes, cores, crowd, share: leastShare} = this.options.limits;
    if (measure === 'goroutines') return value >= crowd;
    return share >= leastShare && value >= (measure === 'heap' ? bytes : cores);
  }
}

function shapeSum({shapes}: GroupSum, {function: name, waitClass}: Sighting): ShapeSum {
  const key = `${waitClass ?? ''} ${name}`;
  const known = shapes.get(key) ?? {
    function: name,
    waitClass,
    over: 0,
    squares: 0,
    largest: 0,
    share: 0,
    worstFile: '',
  };
  shapes.set(key, known);
  return known;
}

function rowsOf({group, instances, measure, shapes}: GroupSum, limits: FleetLimits): FleetRow[] {
  return [...shapes.values()].flatMap(({squares, ...sum}) =>
    sum.over < Math.max(1, limits.instances)
      ? []
      : [{...sum, measure, group, instances, rootMeanSquare: Math.sqrt(squares / instances)}],
  );
}
