/**
 * What a report is asked for: go tool pprof's options with its defaults, and what each kind of report makes of them.
 */
import type {FilterSettings} from '../filters/filters.ts';
import type {Granularity} from '../names/frame-names.ts';

/** The reports, by the names they have in go tool pprof; `text` is `top`. */
export type ReportKind =
  | 'callgrind'
  | 'comments'
  | 'dot'
  | 'list'
  | 'peek'
  | 'proto'
  | 'raw'
  | 'tags'
  | 'text'
  | 'topproto'
  | 'traces'
  | 'tree';

export interface ReportSettings extends FilterSettings {
  /** Number or name of the sample type, '' for the profile's own. */
  readonly sampleIndex: string;
  /** Divide by the first sample type. */
  readonly mean: boolean;
  readonly divideBy: number;
  readonly sort: 'flat' | 'cum';
  readonly callTree: boolean;
  readonly dropNegative: boolean;
  /** Count the total after filtering. */
  readonly relativePercentages: boolean;
  /** How many nodes to show at most: 0 for all, -1 for the default of the report. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly trim: boolean;
  /** `minimum` chooses one unit for the report, `auto` one for each value. */
  readonly unit: string;
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly sourcePath: string;
  readonly trimPath: string;
}

export const DEFAULT_REPORT_SETTINGS: ReportSettings = {
  sampleIndex: '',
  mean: false,
  divideBy: 1,
  sort: 'flat',
  callTree: false,
  dropNegative: false,
  relativePercentages: false,
  nodeCount: -1,
  nodeFraction: 0.005,
  edgeFraction: 0.001,
  trim: true,
  unit: 'minimum',
  granularity: 'functions',
  noInlines: false,
  sourcePath: '',
  trimPath: '',
};

/** Nodes that a picture shows when nobody asks for more. */
const PICTURE_NODES = 80;

/** The settings as a kind of report understands them: listings are never trimmed, pictures show 80 nodes. */
export function resolveSettings(kind: ReportKind, settings: ReportSettings): ReportSettings {
  const isWhole = kind === 'callgrind' || kind === 'proto' || kind === 'raw';
  const isTrimmed = settings.trim && !isWhole && kind !== 'peek' && kind !== 'list';
  const defaultCount = kind === 'text' || kind === 'topproto' ? 0 : PICTURE_NODES;
  const nodeCount = settings.nodeCount < 0 ? defaultCount : settings.nodeCount;
  return {
    ...settings,
    ...(kind === 'list' ? {granularity: 'lines'} : {}),
    ...(isWhole ? {granularity: 'addresses', noInlines: false} : {}),
    nodeCount: isTrimmed ? nodeCount : 0,
    nodeFraction: isTrimmed ? settings.nodeFraction : 0,
    edgeFraction: isTrimmed ? settings.edgeFraction : 0,
  };
}
