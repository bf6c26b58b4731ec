/**
 * Looks at every entry of what was dropped, once, and keeps the bytes of what is evidence; src/cli/case/inventory.ts is the
 * same for the command line.
 */
import {failure, PprofxError} from '../../../src/base/errors.ts';
import {Gunzip} from '../../../src/formats/gunzip.ts';
import {isGzip} from '../../../src/formats/is-gzip.ts';
import {unwrapped} from '../../../src/formats/wrapping.ts';
import {Budget, type Entry} from '../../../src/incident/entry.ts';
import {EntryReader, NOT_EVIDENCE} from '../../../src/incident/entry-reader.ts';
import {type Evidence, evidenceOf} from '../../../src/incident/evidence.ts';
import type {Inventory} from '../../../src/incident/inventory.ts';
import {MANIFEST} from '../../../src/model/collection.ts';
import type {Profile} from '../../../src/model/profile.ts';
import type {PageReading} from '../../../src/render/html/page.ts';
import type {DroppedInput} from '../../bundle-payload.ts';
import type {Progress} from '../../protocol.ts';
import {withModules} from '../lazy/missing-module.ts';
import {begin, inflatedAs, inflatedHead, wholeOf} from './streams.ts';
import {walkInput} from './walk.ts';

export interface HeldInventory extends Inventory {
  /** Bytes of evidence as the container has them, by address. */
  readonly bytes: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

const MOST_MANIFEST = 2 ** 26;
/** An entry is held while it is looked at. */
const MOST_ENTRY = 2 ** 28;
/** Plain bytes of profiles that are kept; their tables take about as much. */
const MOST_KEPT = 24 * 2 ** 20;
const MOST_INFLATED = 4 * 2 ** 30;
/** Damage that hides whether a file was evidence. */
const HIDING: ReadonlySet<string> = new Set(['CORRUPT_GZIP', 'TRUNCATED_GZIP']);

const letters = new TextDecoder('latin1');
const lettersOf = (bytes: Uint8Array): string => letters.decode(bytes);

/** @throws LIMIT_EXCEEDED, and what an archive throws that cannot be opened */
export async function takeInventory(
  inputs: readonly DroppedInput[],
  reading: PageReading | undefined,
  report: (progress: Progress) => void,
): Promise<HeldInventory> {
  const taker = new InventoryTaker(reading);
  const totalBytes = inputs.flatMap(({files}) => files).reduce((sum, {file}) => sum + file.size, 0);
  let doneBytes = 0;
  for (const input of inputs) {
    await taker.add(input, (name, bytes) => {
      doneBytes = Math.min(totalBytes, doneBytes + bytes);
      report({phase: 'read', name, doneBytes, totalBytes: totalBytes + 1});
    });
  }
  return taker.finish();
}

class InventoryTaker {
  private readonly reading: PageReading | undefined;
  private readonly evidence: Evidence[] = [];
  private readonly bytes = new Map<string, Uint8Array<ArrayBuffer>>();
  private readonly paths = new Map<string, string[]>();
  private readonly manifests = new Map<string, Map<string, string>>();
  private readonly budgets: Budget[] = [];
  private keptBytes = 0;

  constructor(reading: PageReading | undefined) {
    this.reading = reading;
  }

  async add(input: DroppedInput, onEntry: (path: string, bytes: number) => void): Promise<void> {
    const budget = new Budget(input.name);
    this.budgets.push(budget);
    for await (const entry of walkInput(input, budget)) {
      if (input.isFolder || entry.address !== input.name) {
        const known = this.paths.get(input.name) ?? [];
        this.paths.set(input.name, known);
        known.push(entry.path);
      }
      onEntry(entry.path, entry.size ?? 0);
      if (entry.path.split('/').at(-1) === MANIFEST) await this.keepManifest(entry, input.name, budget);
      else await this.examine(entry, input.name, budget);
    }
  }

  finish(): HeldInventory {
    const {budgets, bytes, evidence, manifests, paths} = this;
    return {
      bytes,
      evidence,
      paths,
      manifests,
      entries: budgets.reduce((sum, {entries}) => sum + entries, 0),
      links: budgets.reduce((sum, {links}) => sum + links, 0),
      troubles: budgets.flatMap(({troubles}) => troubles),
    };
  }

  private async keepManifest(entry: Entry, input: string, budget: Budget): Promise<void> {
    const bytes = await wholeOf(entry.chunks(), MOST_MANIFEST);
    if (bytes === undefined) return budget.trouble(`${entry.path}: a manifest has at most 64 MiB`);
    const known = this.manifests.get(input) ?? new Map<string, string>();
    this.manifests.set(input, known.set(entry.path, new TextDecoder().decode(bytes)));
  }

  private async examine(entry: Entry, input: string, budget: Budget): Promise<void> {
    const reader = this.readerOf(entry, 'numeric');
    try {
      const bytes = await this.evidenceBytes(entry);
      if (bytes.length === 0) {
        if (reader.isPlainlyEvidence) budget.trouble(`${entry.path}: the file is empty`);
        return;
      }
      const {byteCount, profile} = await this.read(entry, bytes);
      if (profile !== undefined && profile.samples.length > 0) this.keep(entry, input, bytes, profile, byteCount);
    } catch (error) {
      if (error === NOT_EVIDENCE) return;
      if (!(error instanceof PprofxError) || error.at.input === input) throw error;
      if (reader.isPlainlyEvidence || HIDING.has(error.code)) budget.trouble(`${entry.path}: ${error.message}`);
    }
  }

  private readerOf({address, path}: Entry, keepLabels: 'numeric' | true): EntryReader {
    return new EntryReader(path, {...this.reading, name: address, keepLabels}, lettersOf);
  }

  /** Most entries of large bundles show in their beginning that they are none. @throws NOT_EVIDENCE, LIMIT_EXCEEDED */
  private async evidenceBytes(entry: Entry): Promise<Uint8Array<ArrayBuffer>> {
    const {chunks, head} = await begin(entry.chunks());
    const inner = unwrapped(head);
    const plain = isGzip(inner) ? await inflatedHead(inner) : inner;
    await withModules(() => this.readerOf(entry, true).write(plain));
    const bytes = await wholeOf(chunks, MOST_ENTRY);
    if (bytes === undefined) throw failure('LIMIT_EXCEEDED', 'more than 256 MiB; pprofx analyze reads it');
    return bytes;
  }

  private async read(
    entry: Entry,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<{byteCount: number; profile: Profile | undefined}> {
    const inner = unwrapped(bytes);
    const attempt = (keepLabels: 'numeric' | true): ReturnType<typeof readWhole> =>
      withModules(() => readWhole(() => this.readerOf(entry, keepLabels), inner));
    return attempt('numeric').catch((error: unknown) => {
      if (error instanceof PprofxError && error.code === 'LABELS_NEEDED') return attempt(true);
      throw error;
    });
  }

  private keep(entry: Entry, input: string, bytes: Uint8Array<ArrayBuffer>, profile: Profile, byteCount: number): void {
    const isKept = this.keptBytes + byteCount <= MOST_KEPT;
    if (isKept) this.keptBytes += byteCount;
    this.bytes.set(entry.address, bytes);
    const size = entry.size ?? byteCount;
    this.evidence.push(evidenceOf({...entry, size}, input, profile, this.evidence.length, isKept));
  }
}

/** With the browser's inflater, and where that fails with the one that says why. */
async function readWhole(
  make: () => EntryReader,
  bytes: Uint8Array,
): Promise<{byteCount: number; profile: Profile | undefined}> {
  if (!isGzip(bytes)) return ended(make(), (write) => write(bytes));
  const reader = make();
  try {
    for await (const chunk of inflatedAs('gzip', streamed(bytes))) {
      reader.write(chunk);
      if (reader.byteCount > MOST_INFLATED) throw failure('LIMIT_EXCEEDED', 'more than 4 GiB uncompressed');
    }
    return {profile: reader.end(), byteCount: reader.byteCount};
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return ended(make(), (write) => {
    const inflater = new Gunzip(write);
    inflater.write(bytes);
    inflater.end();
  });
}

function ended(
  reader: EntryReader,
  feed: (write: (chunk: Uint8Array) => void) => void,
): {byteCount: number; profile: Profile | undefined} {
  feed(reader.write);
  return {profile: reader.end(), byteCount: reader.byteCount};
}

const CHUNK_BYTES = 1 << 20;

async function* streamed(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}
