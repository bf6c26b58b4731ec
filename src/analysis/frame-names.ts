/**
 * What each location is called, line by line: the frames that tables, trees, graphs and filters share.
 *
 * A frame is what a report shows as one: at the granularity of functions the name alone counts, not the file; code
 * without symbols is named for its mapping. Which facts make a frame, and how it prints, is google/pprof's
 * (internal/graph, NodeInfo).
 */
import {NONE} from '../base/columns.ts';
import {baseName, cleanPath, trimSourcePath} from '../base/file-path.ts';
import type {Profile} from '../model/profile.ts';

export type Granularity = 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';

export interface FrameOptions {
  readonly granularity: Granularity;
  /** Tell frames of different binaries and of different first lines apart, as source listings need it. */
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

export interface FrameNames {
  /** As reports print them. */
  readonly names: readonly string[];
  readonly infos: readonly FrameInfo[];
  /** Nodes of location i, innermost first: node[start[i]] … node[start[i + 1] - 1]; never empty. */
  readonly start: Int32Array;
  readonly node: Int32Array;
  readonly functionOf: Int32Array;
}

/** The frames that stand for each location's lines; equal ones are one node. */
export function frameNames(profile: Profile, options: Partial<FrameOptions> = {}): FrameNames {
  return new FrameNamer(profile, {...DEFAULTS, ...options}).nameAll();
}

class FrameNamer {
  private readonly profile: Profile;
  private readonly options: FrameOptions;
  private readonly nodeOf = new Map<string, number>();
  private readonly infos: FrameInfo[] = [];
  private readonly functionOf: number[] = [];
  /** Node of a function row, where the row alone decides. */
  private readonly nodeOfFunction: Int32Array;
  private readonly fileOfFunction: (string | undefined)[] = [];

  constructor(profile: Profile, options: FrameOptions) {
    this.profile = profile;
    this.options = options;
    this.nodeOfFunction = new Int32Array(profile.functions.length).fill(NONE);
  }

  nameAll(): FrameNames {
    const {locations} = this.profile;
    const start = new Int32Array(locations.length + 1);
    const node: number[] = [];
    for (let location = 0; location < locations.length; location++) {
      const end = locations.lineStart[location + 1];
      for (let line = locations.lineStart[location]; line < end; line++) node.push(this.nodeOfLine(location, line));
      if (end === locations.lineStart[location]) node.push(this.intern(this.unknownAt(location), NONE));
      start[location + 1] = node.length;
    }
    return {
      names: this.infos.map(printableName),
      infos: this.infos,
      start,
      node: Int32Array.from(node),
      functionOf: Int32Array.from(this.functionOf),
    };
  }

  private nodeOfLine(location: number, line: number): number {
    const fn = this.profile.locations.lineFunction[line];
    if (fn === NONE) return this.intern(this.unknownAt(location), NONE);
    const {granularity, hasObjects} = this.options;
    const isPlain = !hasObjects && (granularity === 'functions' || granularity === 'filefunctions');
    if (!isPlain) return this.intern(this.infoOf(location, line, fn), fn);
    if (this.nodeOfFunction[fn] !== NONE) return this.nodeOfFunction[fn];
    const info = this.infoOf(location, line, fn);
    const node = this.intern(info, fn);
    if (info.name !== '') this.nodeOfFunction[fn] = node;
    return node;
  }

  private infoOf(location: number, line: number, fn: number): FrameInfo {
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

  private intern(info: FrameInfo, fn: number): number {
    const {address, file, line, name, object, startLine} = info;
    const key = `${name}\0${file}\0${line}\0${address}\0${startLine}\0${object}`;
    const known = this.nodeOf.get(key);
    if (known !== undefined) return known;
    const node = this.infos.push(info) - 1;
    this.nodeOf.set(key, node);
    this.functionOf.push(fn);
    return node;
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
