/**
 * Looks at every entry of folders and archives, once, and keeps what is evidence.
 *
 * The beginning of an entry decides: what no format claims is counted and left alone. Profiles are kept while they are
 * few; past that they are read again when they are needed, so that an archive of any size takes the same memory.
 */
import {basename} from 'node:path';
import {PprofxError} from '../../base/errors.ts';
import {foreignByMark} from '../../formats/foreign.ts';
import {type Format, SNIFF_BYTES} from '../../formats/format.ts';
import {goroutineTextFormat} from '../../formats/goroutine-text/index.ts';
import {FORMATS} from '../../formats/index.ts';
import {anyTextFormat} from '../../formats/kernel/any-text.ts';
import {isUtf16} from '../../formats/utf16.ts';
import {MANIFEST} from '../../model/collection.ts';
import {type Profile, programMapping} from '../../model/profile.ts';
import {ProfileReader} from '../../read.ts';
import {containerAt} from '../archive/container-kind.ts';
import {Budget, type Entry, type Leftovers} from '../archive/entry.ts';
import {walkContainer} from '../archive/walk.ts';
import {DEFAULT_MAX_INFLATED_BYTES, inflate} from '../input/inflate.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {inflateSmall, MAX_SMALL_BYTES} from '../input/small-file.ts';
import {atLeast, heldBytes, prepend} from '../system/stream-head.ts';
import {MAX_MANIFEST_BYTES} from './collection.ts';
import {DumpSearch} from './dump-search.ts';
import {type Evidence, totalOf} from './evidence.ts';

export interface Inventory {
  readonly evidence: readonly Evidence[];
  /** Paths of all entries, by the input they are in. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  /** Texts of the manifests of our own collections: by input, then by path. */
  readonly manifests: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Entries that were looked at. */
  readonly entries: number;
  readonly links: number;
  /** What could not be read, a line each. */
  readonly troubles: readonly string[];
}

/** Plain bytes of profiles that are kept; their tables take about as much. */
const KEPT_BYTES = 24 * 2 ** 20;

/** Whether any of the inputs is a folder or an archive. */
export function hasContainer(inputs: readonly string[]): boolean {
  return inputs.some((input) => containerAt(input) !== undefined);
}

/** @throws what a container or a single file throws that cannot be read */
export async function takeInventory(inputs: readonly string[], reading: InputOptions): Promise<Inventory> {
  const taker = new InventoryTaker(reading);
  for (const input of inputs) {
    if (containerAt(input) === undefined) await taker.addFile(input);
    else await taker.addContainer(input);
  }
  return taker.finish();
}

class InventoryTaker {
  private readonly evidence: Evidence[] = [];
  private readonly paths = new Map<string, string[]>();
  private readonly manifests = new Map<string, Map<string, string>>();
  private readonly leftovers: Leftovers[] = [];
  private readonly reading: InputOptions;
  private keptBytes = 0;

  constructor(reading: InputOptions) {
    // With the sizes of allocations, which comparisons need.
    this.reading = {...reading, keepLabels: 'numeric'};
  }

  /** A file that was named is evidence, or the run fails. */
  async addFile(input: string): Promise<void> {
    const profile = await readInput(input, this.reading);
    this.add({path: basename(input), address: input, size: undefined, modifiedAt: undefined}, input, profile, 0);
  }

  async addContainer(input: string): Promise<void> {
    const budget = new Budget(input);
    const paths: string[] = [];
    this.paths.set(input, paths);
    this.leftovers.push(budget);
    for await (const entry of walkContainer(input, budget)) {
      paths.push(entry.path);
      if (basename(entry.path) === MANIFEST) await this.keepManifest(entry, input, budget);
      else await this.examine(entry, input, budget);
    }
  }

  finish(): Inventory {
    const {evidence, leftovers, manifests, paths} = this;
    return {
      evidence,
      paths,
      manifests,
      entries: leftovers.reduce((sum, {entries}) => sum + entries, 0),
      links: leftovers.reduce((sum, {links}) => sum + links, 0),
      troubles: leftovers.flatMap(({troubles}) => troubles),
    };
  }

  private async keepManifest(entry: Entry, input: string, budget: Budget): Promise<void> {
    const bytes = await heldBytes(entry.chunks(), MAX_MANIFEST_BYTES);
    if (bytes === undefined) {
      budget.trouble(`${entry.path}: a manifest has at most 64 MiB`);
      return;
    }
    const known = this.manifests.get(input) ?? new Map<string, string>();
    known.set(entry.path, bytes.toString('utf8'));
    this.manifests.set(input, known);
  }

  private async examine(entry: Entry, input: string, budget: Budget): Promise<void> {
    const {reading} = this;
    const reader = new EntryReader(entry, reading);
    try {
      await inflateEntry(entry, reader.write, reading.maxInflatedBytes ?? DEFAULT_MAX_INFLATED_BYTES);
      const profile = reader.end();
      if (profile !== undefined && profile.samples.length > 0) this.add(entry, input, profile, reader.byteCount);
    } catch (error) {
      if (error === NOT_EVIDENCE) return;
      if (error instanceof PprofxError && error.code === 'LABELS_NEEDED') {
        this.add(entry, input, await readInput(entry.address, this.reading), reader.byteCount);
        return;
      }
      if (!(error instanceof PprofxError) || error.at.input === input) throw error;
      if (reader.isPlainlyEvidence) budget.trouble(`${entry.path}: ${error.message}`);
    }
  }

  private add(entry: Omit<Entry, 'chunks'>, input: string, profile: Profile, byteCount: number): void {
    const isKept = this.keptBytes + byteCount <= KEPT_BYTES;
    if (isKept) this.keptBytes += byteCount;
    this.evidence.push({
      address: entry.address,
      path: entry.path,
      position: this.evidence.length,
      input,
      kind: profile.kind,
      format: profile.format,
      isText: profile.goroutines !== undefined,
      size: entry.size ?? byteCount,
      timeNanos: profile.timeNanos,
      modifiedAt: entry.modifiedAt,
      part: entry.part,
      program: programMapping(profile)?.file.split('/').at(-1) ?? '',
      total: totalOf(profile),
      profile: isKept ? profile : undefined,
    });
  }
}

/** Profiles are small as a rule, and for these streams cost more than they save. @throws what `inflate` throws */
async function inflateEntry(entry: Entry, write: (chunk: Uint8Array) => void, maxBytes: number): Promise<void> {
  const chunks = entry.chunks()[Symbol.asyncIterator]();
  const isSmall = entry.size !== undefined && entry.size <= MAX_SMALL_BYTES;
  const head = await atLeast(isSmall ? entry.size + 1 : 0, new Uint8Array(0), chunks);
  const whole = isSmall && head.length === entry.size ? inflateSmall(head, maxBytes) : undefined;
  if (whole === undefined) await inflate(prepend(head, chunks), write, maxBytes);
  else write(whole);
}

/** Thrown to stop reading; never leaves this file. */
const NOT_EVIDENCE = new Error('no evidence');
/** Formats that any text could be of: for these, a file's name has to say so. */
const WEAK_FORMATS: ReadonlyMap<string, RegExp> = new Map([
  ['folded', /fold|collaps|flame|stack/i],
  ['top-table', /(?:^|[^a-z])top(?:[^a-z]|$)/i],
]);
/** Formats that any log could be of. */
const LOG_FORMATS: readonly string[] = [goroutineTextFormat.id, anyTextFormat.id];
const EVIDENCE_NAME =
  /\.(?:pprof|prof|pb|pprog)(?:\.gz)?$|(?:^|[^a-z])(?:heap|goroutines?|allocs|mutex|block|threadcreate|profile|pprof-\w+|stacks(?:_with_labels)?)(?:[^a-z]|$)/i;

/** Reads one entry as far as it is evidence. */
class EntryReader {
  private readonly name: string;
  private readonly reader: ProfileReader;
  private head: Uint8Array = new Uint8Array(0);
  private sink: {write(chunk: Uint8Array): void} | undefined;
  private search: DumpSearch | undefined;
  byteCount = 0;

  constructor(entry: Entry, reading: InputOptions) {
    this.name = basename(entry.path);
    this.reader = new ProfileReader({...reading, name: entry.address});
  }

  /** Whether what is wrong with it is worth a word: by its name it should have been a profile. */
  get isPlainlyEvidence(): boolean {
    return EVIDENCE_NAME.test(this.name) && !/trace/i.test(this.name);
  }

  readonly write = (chunk: Uint8Array): void => {
    this.byteCount += chunk.length;
    if (this.sink !== undefined) {
      this.sink.write(chunk);
      return;
    }
    this.head = this.head.length === 0 ? Uint8Array.from(chunk) : Buffer.concat([this.head, chunk]);
    if (this.head.length >= SNIFF_BYTES) this.start(false);
  };

  end(): Profile | undefined {
    if (this.byteCount === 0) return undefined;
    if (this.sink === undefined) this.start(true);
    return this.search?.hasFound === false ? undefined : this.reader.end();
  }

  private start(isWhole: boolean): void {
    const head = this.head.subarray(0, SNIFF_BYTES);
    const format = foreignByMark(head) === undefined ? formatOf(head, isWhole) : undefined;
    const weak = format === undefined ? undefined : WEAK_FORMATS.get(format.id);
    if (format === undefined || weak?.test(this.name) === false) throw this.refusal(head);
    if (LOG_FORMATS.includes(format.id) && !this.isPlainlyEvidence) this.search = new DumpSearch(this.reader);
    this.sink = this.search ?? this.reader;
    this.sink.write(this.head);
    this.head = new Uint8Array(0);
  }

  /** What a file by the name of a profile holds instead is worth a word; anything else is not. */
  private refusal(head: Uint8Array): Error {
    if (!this.isPlainlyEvidence || head.length === 0) return NOT_EVIDENCE;
    return foreignByMark(head) ?? NOT_EVIDENCE;
  }
}

function formatOf(head: Uint8Array, isWhole: boolean): Format | undefined {
  // Every second byte of such text is zero, which no sniffer takes for text; the reader narrows it.
  if (isUtf16(head)) return goroutineTextFormat;
  return FORMATS.find((candidate) => candidate.sniff(head, isWhole));
}
