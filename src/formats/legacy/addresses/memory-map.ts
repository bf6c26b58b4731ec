/**
 * The memory map at the end of a legacy profile, as /proc/self/maps prints it or in the shorter forms of gperftools.
 *
 * Says which file an address belongs to, with the repairs that google/pprof makes: split regions are joined, the main
 * binary comes first, and an address of no region belongs to one nameless mapping of everything.
 */
import {NONE} from '../../../base/columns.ts';
import type {Mapping} from '../../../model/profile.ts';
import {FirstCover} from './first-cover.ts';
import {MapVariables} from './map-variables.ts';

interface Region {
  start: bigint;
  limit: bigint;
  offset: bigint;
  file: string;
  buildId: string;
}

const RANGE = /^\s*(?:0x)?([0-9a-f]{1,16})(?:\s*-\s*|\s+)(?:0x)?([0-9a-f]{1,16}):?(?=\s|$)/i;
const PERMISSIONS = /^[-rwxps]+$/;
const HEX = /^[0-9a-f]{1,16}$/i;
const DEVICE = /^[0-9a-f]+:[0-9a-f]+$/i;
const OFFSET_IN_BRACKETS = /^\(@([0-9a-f]{1,16})\)$/i;
/** What glog puts before a message: no brackets, a file, a line number, a closing bracket. */
const LOG_PREFIX = /^[^[\]]*:\d+\]\s/;
const SHARED_LIBRARY = /\.so$|\.so[._]\d+/;
/** Where Linux loads a program that is linked to a fixed address. */
const USUAL_START = 0x400000n;
const EVERYWHERE = 2n ** 64n - 1n;

/** Whether a line opens the memory map. */
export function isMemoryMapTitle(line: string): boolean {
  return line.includes('--- Memory map: ---') || line.includes('MAPPED_LIBRARIES:');
}

export class MemoryMap {
  private regions: Region[] = [];
  private readonly variables = new MapVariables();
  private nameless: number = NONE;
  /** First region that holds an address. */
  private holders = new FirstCover([]);
  /** First region whose missing beginning would hold an address. */
  private beginnings = new FirstCover([]);

  /** Takes one line; what is no mapping is passed over, as maps are often followed by other text. */
  readLine(raw: string): void {
    const line = this.variables.expand(raw.replace(LOG_PREFIX, ''));
    const region = parseRegion(line);
    if (region !== undefined) this.regions.push(region);
    else if (!RANGE.test(line)) this.variables.readLine(line);
  }

  /** Repairs the regions; call once, after the last line and before `locate`. */
  repair(): void {
    this.joinAdjacent();
    this.putMainFirst();
    const [first, second] = this.regions;
    if (first?.file.startsWith('/anon_hugepage') && second !== undefined && first.limit === second.start) {
      this.regions.shift();
    }
    const main = this.regions[0];
    if (main !== undefined && main.start - main.offset === USUAL_START) {
      main.start = USUAL_START;
      main.offset = 0n;
    }
    this.index();
  }

  /** Index of the mapping of an address; the nameless one where no region holds it. NONE for address 0. */
  locate(address: bigint): number {
    if (address === 0n) return NONE;
    const {regions} = this;
    const holder = this.holders.first(address);
    if (holder !== NONE) return holder;
    if (this.nameless !== NONE && address < EVERYWHERE) return this.nameless;
    // The first part of a split region may be missing from the list.
    const cut = this.beginnings.first(address);
    if (cut !== NONE) {
      const region = regions[cut];
      this.holders.cover(region.start - region.offset, region.start, cut);
      region.start -= region.offset;
      region.offset = 0n;
      return cut;
    }
    if (this.nameless === NONE) {
      this.nameless = regions.push({start: 0n, limit: EVERYWHERE, offset: 0n, file: '', buildId: ''}) - 1;
    }
    return this.nameless;
  }

  /** The mappings in order; final after the last `locate`. */
  mappings(): Mapping[] {
    const unsymbolized = {hasFunctions: false, hasFilenames: false, hasLineNumbers: false, hasInlineFrames: false};
    return this.regions.map((region) => ({...region, ...unsymbolized}));
  }

  private index(): void {
    const {regions} = this;
    const beginning = ({offset, start}: Region): bigint => (offset <= start ? start - offset : start);
    const ends = regions.flatMap((region) => [beginning(region), region.start, region.limit]);
    this.holders = new FirstCover(ends);
    this.beginnings = new FirstCover(ends);
    for (const [i, region] of regions.entries()) {
      this.holders.cover(region.start, region.limit, i);
      this.beginnings.cover(beginning(region), region.start, i);
    }
  }

  private joinAdjacent(): void {
    const joined: Region[] = [];
    for (const region of this.regions) {
      const before = joined.at(-1);
      if (before === undefined || !continues(before, region)) {
        joined.push(region);
        continue;
      }
      before.limit = region.limit;
      if (region.file !== '') before.file = region.file;
      if (region.buildId !== '') before.buildId = region.buildId;
    }
    this.regions = joined;
  }

  private putMainFirst(): void {
    const {regions} = this;
    const main = regions.findIndex(({file}) => {
      const name = file.replaceAll('(deleted)', '').trim();
      return name !== '' && !SHARED_LIBRARY.test(name) && !name.startsWith('[');
    });
    if (main > 0) [regions[0], regions[main]] = [regions[main], regions[0]];
  }
}

/** Whether `next` is the second half of one mapping that was split. */
function continues(region: Region, next: Region): boolean {
  const differ = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b;
  if (differ(region.file, next.file) || differ(region.buildId, next.buildId)) return false;
  if (region.limit !== next.start) return false;
  if (region.offset === 0n || next.offset === 0n) return true;
  return region.offset + (region.limit - region.start) === next.offset;
}

/** One executable region; undefined for lines that are none, and for data that no code address can lie in. */
function parseRegion(line: string): Region | undefined {
  const range = RANGE.exec(line);
  if (range === null) return undefined;
  const words = line.slice(range[0].length).trim().split(/\s+/);
  let next = 0;
  const permissions = PERMISSIONS.test(words[0]) ? words[next++] : '';
  if (permissions !== '' && !permissions.includes('x')) return undefined;
  const region = {start: hexValue(range[1]), limit: hexValue(range[2]), offset: 0n, file: '', buildId: ''};
  const isProcMaps = HEX.test(words[next] ?? '') && DEVICE.test(words[next + 1] ?? '');
  if (isProcMaps) {
    // offset device inode file
    region.offset = hexValue(words[next]);
    region.file = words[next + 3] ?? '';
    return region;
  }
  region.file = words[next++] ?? '';
  const offset = OFFSET_IN_BRACKETS.exec(words[next] ?? '');
  if (offset !== null) {
    region.offset = hexValue(offset[1]);
    next++;
  }
  if (HEX.test(words[next] ?? '')) region.buildId = words[next];
  return region;
}

function hexValue(digits: string): bigint {
  return BigInt(`0x${digits}`);
}
