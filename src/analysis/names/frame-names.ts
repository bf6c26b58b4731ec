/**
 * What each location is called, line by line: the frames that tables, trees, graphs and filters share.
 *
 * A frame is what a report shows as one: at the granularity of functions the name alone counts, not the file; code
 * without symbols is named for its mapping. Which facts make a frame, and how it prints, is google/pprof's
 * (internal/graph, NodeInfo).
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {baseName, cleanPath, trimSourcePath} from '../../base/file-path.ts';
import type {Profile} from '../../model/profile.ts';

export type Granularity = 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';

export interface FrameOptions {
  readonly granularity: Granularity;
  /** Keep frames of different binaries and of different first lines separate, as source listings need. */
  readonly hasObjects: boolean;
  readonly trimPath: string;
  readonly sourcePath: string;
}

const DEFAULTS: FrameOptions = {granularity: 'functions', hasObjects: false, trimPath: '', sourcePath: ''};

/** One frame; facts that the granularity leaves out are '' or 0. */
export interface FrameInfo {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly address: bigint;
  readonly startLine: number;
  /** Path of the binary. */
  readonly object: string;
}

/**
 * The frames of a profile. What a frame is called is worked out when somebody asks: of a large profile most are summed
 * up and never shown.
 */
export interface FrameNames {
  /** Distinct frames. */
  readonly length: number;
  /** All frames as reports print them; made at the first use. */
  readonly names: readonly string[];
  /** One frame as reports print it. */
  nameAt(node: number): string;
  infoAt(node: number): FrameInfo;
  /** Nodes of location i, innermost first: node[start[i]] … node[start[i + 1] - 1]; never empty. */
  readonly start: Int32Array;
  readonly node: Int32Array;
  /** A function row of each node, NONE for code without symbols. */
  readonly functionOf: Int32Array;
}

/** Those without options; many ask for them, some once for every goroutine. */
const KNOWN = new WeakMap<Profile, FrameNames>();

/** The frames that stand for each location's lines; equal ones are one node. */
export function frameNames(profile: Profile, options?: Partial<FrameOptions>): FrameNames {
  if (options !== undefined) return new FrameNamer(profile, {...DEFAULTS, ...options});
  const known = KNOWN.get(profile) ?? new FrameNamer(profile, DEFAULTS);
  KNOWN.set(profile, known);
  return known;
}

class FrameNamer implements FrameNames {
  readonly start: Int32Array;
  readonly node: Int32Array;
  readonly functionOf: Int32Array;
  private readonly profile: Profile;
  private readonly options: FrameOptions;
  /** Where each node was seen first: its location, and its line or NONE. */
  private readonly firstLocation = new Int32Column();
  private readonly firstLine = new Int32Column();
  private readonly nodeOf = new Map<string, number>();
  /** Node of a function row, where the row alone decides. */
  private readonly nodeOfFunction: Int32Array;
  /** Node of a name's row, where the name alone decides; empty where it does not. */
  private readonly nodeOfName: Int32Array;
  private readonly fileOfFunction: (string | undefined)[] = [];
  private readonly infos = new Map<number, FrameInfo>();
  private allNames: readonly string[] | undefined;

  constructor(profile: Profile, options: FrameOptions) {
    const {functions, locations, strings} = profile;
    this.profile = profile;
    this.options = options;
    const {granularity, hasObjects} = options;
    const isPlain = !hasObjects && (granularity === 'functions' || granularity === 'filefunctions');
    this.nodeOfFunction = new Int32Array(isPlain ? functions.length : 0).fill(NONE);
    this.nodeOfName = new Int32Array(isPlain && granularity === 'functions' ? strings.length : 0).fill(NONE);
    this.start = new Int32Array(locations.length + 1);
    const node = new Int32Column();
    for (let location = 0; location < locations.length; location++) {
      const end = locations.lineStart[location + 1];
      for (let line = locations.lineStart[location]; line < end; line++) node.push(this.nodeOfLine(location, line));
      if (end === locations.lineStart[location]) node.push(this.intern(location, NONE));
      this.start[location + 1] = node.length;
    }
    this.node = node.finish();
    this.functionOf = this.firstLine.finish().map((line) => (line === NONE ? NONE : locations.lineFunction[line]));
  }

  get length(): number {
    return this.firstLine.length;
  }

  get names(): readonly string[] {
    this.allNames ??= Array.from({length: this.length}, (_, node) => printableName(this.describe(node)));
    return this.allNames;
  }

  nameAt(node: number): string {
    return this.allNames?.[node] ?? printableName(this.infoAt(node));
  }

  infoAt(node: number): FrameInfo {
    const known = this.infos.get(node);
    if (known !== undefined) return known;
    const info = this.describe(node);
    this.infos.set(node, info);
    return info;
  }

  private nodeOfLine(location: number, line: number): number {
    const fn = this.profile.locations.lineFunction[line];
    if (fn === NONE || this.nodeOfFunction.length === 0) return this.intern(location, line);
    if (this.nodeOfFunction[fn] !== NONE) return this.nodeOfFunction[fn];
    const name = this.profile.functions.name[fn];
    // Row 0 is the empty name: such code needs more to distinguish it.
    if (name === 0) return this.intern(location, line);
    const isNameEnough = this.nodeOfName.length > 0;
    let node = isNameEnough ? this.nodeOfName[name] : this.intern(location, line);
    if (node === NONE) node = this.add(location, line);
    if (isNameEnough) this.nodeOfName[name] = node;
    this.nodeOfFunction[fn] = node;
    return node;
  }

  private describe(node: number): FrameInfo {
    return this.infoOf(this.firstLocation.values[node], this.firstLine.values[node]);
  }

  /** @param line  NONE for code without symbols */
  private infoOf(location: number, line: number): FrameInfo {
    const fn = line === NONE ? NONE : this.profile.locations.lineFunction[line];
    if (fn === NONE) return this.unknownAt(location);
    const {functions, locations, strings} = this.profile;
    const {granularity, hasObjects} = this.options;
    const name = granularity === 'files' ? '' : strings.at(functions.name[fn]);
    const hasLine = granularity === 'lines' || granularity === 'addresses';
    const needsObject = hasObjects || name === '';
    return {
      name,
      file: granularity === 'functions' ? '' : this.fileOf(fn),
      line: hasLine ? locations.lineNumber[line] : 0,
      address: this.addressAt(location),
      startLine: needsObject ? functions.startLine[fn] : 0,
      object: needsObject ? this.objectAt(location) : '',
    };
  }

  private unknownAt(location: number): FrameInfo {
    const object = this.objectAt(location);
    return {name: '', file: '', line: 0, address: this.addressAt(location), startLine: 0, object};
  }

  private addressAt(location: number): bigint {
    return this.options.granularity === 'addresses' ? this.profile.locations.address[location] : 0n;
  }

  private objectAt(location: number): string {
    const mapping = this.profile.locations.mapping[location];
    return mapping === NONE ? '' : this.profile.mappings[mapping].file;
  }

  private fileOf(fn: number): string {
    const known = this.fileOfFunction[fn];
    if (known !== undefined) return known;
    const {functions, strings} = this.profile;
    const trimmed = trimSourcePath(strings.at(functions.filename[fn]), this.options.trimPath, this.options.sourcePath);
    const file = trimmed === '' ? '' : cleanPath(trimmed);
    this.fileOfFunction[fn] = file;
    return file;
  }

  private intern(location: number, line: number): number {
    const {address, file, line: number, name, object, startLine} = this.infoOf(location, line);
    const key = `${name}\0${file}\0${number}\0${address}\0${startLine}\0${object}`;
    const known = this.nodeOf.get(key);
    if (known !== undefined) return known;
    const node = this.add(location, line);
    this.nodeOf.set(key, node);
    return node;
  }

  private add(location: number, line: number): number {
    this.firstLocation.push(location);
    return this.firstLine.push(line);
  }
}

/** How a frame reads: address, name, file with line; for code without symbols `[binary]` or `<unknown>`. */
export function printableName(info: FrameInfo): string {
  const parts: string[] = [];
  if (info.address !== 0n) parts.push(info.address.toString(16).padStart(16, '0'));
  if (info.name !== '') parts.push(info.name);
  if (info.line !== 0) parts.push(`${info.file}:${info.line}`);
  else if (info.file !== '') parts.push(info.file);
  else if (info.name === '') parts.push(info.object === '' ? '<unknown>' : `[${baseName(info.object)}]`);
  return parts.join(' ');
}
