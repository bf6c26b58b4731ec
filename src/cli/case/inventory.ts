/**
 * Looks at every entry of folders and archives, once, and keeps what is evidence.
 *
 * The beginning of an entry decides: what no format claims is counted and left alone. Profiles are kept while they are
 * few; past that they are read again when they are needed, so that an archive of any size takes the same memory.
 */
import {basename} from 'node:path';
import {PprofxError} from '../../base/errors.ts';
import {Budget, type Entry, type Leftovers} from '../../incident/entry.ts';
import {EntryReader, NOT_EVIDENCE} from '../../incident/entry-reader.ts';
import {type Evidence, evidenceOf} from '../../incident/evidence.ts';
import type {Inventory} from '../../incident/inventory.ts';
import {MANIFEST} from '../../model/collection.ts';
import type {Profile} from '../../model/profile.ts';
import {containerAt} from '../archive/container-kind.ts';
import {containersOf, type Wanted, walkContainer} from '../archive/walk.ts';
import {DEFAULT_MAX_INFLATED_BYTES} from '../input/inflate.ts';
import {readInput} from '../input/input.ts';
import type {InputOptions} from '../input/read-options.ts';
import {heldBytes} from '../system/stream-head.ts';
import {MAX_MANIFEST_BYTES} from './collection.ts';
import {inflateEntry} from './inflate-entry.ts';

/** Plain bytes of profiles that are kept; their tables take about as much. */
const KEPT_BYTES = 24 * 2 ** 20;
const TOO_LARGE_TO_PART =
  'several profiles one after the other, of more than 32 MiB or 64 MiB inflated; split it, and give the folder';

/** As fast as memory can be copied. */
function lettersOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Damage that hides whether a file was evidence. */
const HIDING: ReadonlySet<string> = new Set(['CORRUPT_GZIP', 'TRUNCATED_GZIP']);
const READ_AGAIN: ReadonlySet<string> = new Set(['CONCATENATED_PROFILES', 'LABELS_NEEDED']);

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
  /** Addresses of entries in which a second profile begins. */
  private readonly concatenated: string[] = [];
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
    await this.addConcatenated(input, budget);
  }

  /** Takes apart what turned out to hold several profiles, in one more pass. */
  private async addConcatenated(input: string, budget: Budget): Promise<void> {
    const addresses = new Set(this.concatenated.splice(0));
    if (addresses.size === 0) return;
    const around = new Set([...addresses].flatMap((address) => [address, ...containersOf(address)]));
    const wanted: Wanted = {has: () => false, isInside: (address) => around.has(address)};
    for await (const entry of walkContainer(input, new Budget(input), wanted)) {
      if (addresses.has(entry.address)) budget.trouble(`${entry.path}: ${TOO_LARGE_TO_PART}`);
      else if (entry.part !== undefined && containersOf(entry.address).some((one) => addresses.has(one)))
        await this.examine(entry, input, budget);
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
    const reader = new EntryReader(entry.path, {...this.reading, name: entry.address}, lettersOf);
    try {
      await inflateEntry(entry, reader.write, this.reading.maxInflatedBytes ?? DEFAULT_MAX_INFLATED_BYTES);
      const profile = reader.end();
      if (profile !== undefined && profile.samples.length > 0) this.add(entry, input, profile, reader.byteCount);
      else if (reader.byteCount === 0 && reader.isPlainlyEvidence) budget.trouble(`${entry.path}: the file is empty`);
    } catch (error) {
      if (error === NOT_EVIDENCE) return;
      if (!(error instanceof PprofxError) || error.at.input === input) throw error;
      await this.examineAgain(error, entry, input, reader);
      const isToBeSaid = reader.isPlainlyEvidence ? !READ_AGAIN.has(error.code) : HIDING.has(error.code);
      if (isToBeSaid) budget.trouble(`${entry.path}: ${error.message}`);
    }
  }

  /** Of what has to be read another way. */
  private async examineAgain({code}: PprofxError, entry: Entry, input: string, reader: EntryReader): Promise<void> {
    if (code === 'CONCATENATED_PROFILES') this.concatenated.push(entry.address);
    if (code === 'LABELS_NEEDED')
      this.add(entry, input, await readInput(entry.address, this.reading), reader.byteCount);
  }

  private add(entry: Omit<Entry, 'chunks'>, input: string, profile: Profile, byteCount: number): void {
    const isKept = this.keptBytes + byteCount <= KEPT_BYTES;
    if (isKept) this.keptBytes += byteCount;
    const size = entry.size ?? byteCount;
    this.evidence.push(evidenceOf({...entry, size}, input, profile, this.evidence.length, isKept));
  }
}
