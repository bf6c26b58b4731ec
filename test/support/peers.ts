/**
 * Test cases of other readers of dumps and profiles: what goes in, and what they expect of it.
 */
import {peerPath, readJson} from './shared.ts';

export interface Wanted {
  readonly refused?: boolean;
  /** Others leave out what is broken; we may keep it. */
  readonly atLeast?: boolean;
  readonly goroutines?: number;
  readonly states?: Readonly<Record<string, number>>;
  readonly ids?: readonly number[];
  readonly locked?: number;
  readonly leaked?: number;
  readonly waits?: {readonly min: number; readonly max: number};
  /** Null where anything goes. */
  readonly firstFrames?: readonly (string | null)[];
  /** States are those of a race report, which says more than the header. */
  readonly stateOf?: 'race';
  readonly folded?: Readonly<Record<string, number>>;
  readonly total?: number;
  readonly kept?: boolean;
  /** Names of each goroutine's frames, leaf first, a line each, and how many have them. */
  readonly stacks?: Readonly<Record<string, number>>;
  readonly createdBy?: Readonly<Record<string, number>>;
  readonly byId?: readonly {
    readonly id: number;
    readonly state: string;
    readonly first: string;
    readonly has: readonly string[];
    readonly hasNot: readonly string[];
  }[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Groups of goroutines with equal stacks. */
  readonly groups?: number;
  readonly emptyOk?: boolean;
  readonly rc0?: boolean;
  /** Folded stacks come out with the sums that went in. */
  readonly sameAsInput?: boolean;
  readonly encoding?: 'utf-16le' | 'utf-16be';
  /** The report as google/pprof prints it. */
  readonly goldenFile?: string;
  /** All tables as google/pprof prints them. */
  readonly rawFile?: string;
  /** Sample types that several profiles share, and the sum of each. */
  readonly types?: readonly (readonly [type: string, unit: string])[];
  readonly sums?: readonly number[];
  readonly failed?: boolean;
}

export interface PeerCase {
  readonly id: string;
  readonly input: string | readonly string[];
  readonly cmd: string;
  readonly judge?: string;
  /** Arguments before the inputs. */
  readonly pre?: readonly string[];
  readonly args?: readonly string[];
  readonly expect: Wanted;
}

const {cases} = readJson(peerPath('expected.json')) as {readonly cases: readonly PeerCase[]};

type Suite = (wanted: Wanted, each: PeerCase) => boolean;

/** What asks for what; a case may be of several. */
const SUITES = {
  goroutines: (_, {cmd}) => cmd === 'goroutines',
  frames: ({atLeast, byId, createdBy, labels, stacks}, {cmd}) =>
    cmd === 'goroutines' && atLeast !== true && [byId, createdBy, labels, stacks].some((each) => each !== undefined),
  stacks: ({folded, total}, {judge}) => judge === 'folded' && (folded ?? total) !== undefined,
  sameAsInput: ({sameAsInput}) => sameAsInput === true,
  noFailure: ({emptyOk, rc0}) => emptyOk === true || rc0 === true,
  kept: (_, {judge}) => judge === 'kept',
  goldens: ({goldenFile}) => goldenFile !== undefined,
  raw: ({rawFile}) => rawFile !== undefined,
  types: (_, {judge}) => judge === 'types',
  total: (_, {judge}) => judge === 'total-relative',
} as const satisfies Readonly<Record<string, Suite>>;

export type SuiteName = keyof typeof SUITES;

/** Cases of a suite with their names, for `it.each`. */
export function peerCases(suite: SuiteName): (readonly [string, PeerCase])[] {
  const isOf: Suite = SUITES[suite];
  return cases.filter((each) => isOf(each.expect, each)).map((each) => [each.id, each]);
}

/** The list as a whole: what no suite holds would be lost silently. */
export function peerTally(): {readonly all: number; readonly right: number; readonly unheld: readonly string[]} {
  const suites: readonly Suite[] = Object.values(SUITES);
  const unheld = cases.filter((each) => !suites.some((isOf) => isOf(each.expect, each)));
  return {all: cases.length, right: cases.length - unheld.length, unheld: unheld.map(({id}) => id)};
}

/** Every word that says what is expected, so that a new one is not overlooked. */
export function peerExpectations(): string[] {
  return [...new Set(cases.flatMap(({expect}) => Object.keys(expect)))].sort();
}

/** Paths of the inputs. */
export function peerInputs({input}: PeerCase): string[] {
  return [input].flat().map((name) => peerPath(name));
}
