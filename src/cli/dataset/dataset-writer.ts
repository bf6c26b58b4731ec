/**
 * Appends profiles to a dataset: batches by date and service, each of them whole or not there.
 *
 * What is in the dataset already is known by its id and not written again. Memory: ids of all profiles, functions and
 * stacks, and the rows of the open batches, of which the largest is written when all together are too many.
 */
import {contentId, type KnownStack} from './content-ids.ts';
import {lockDataset, partitionName, partPath, removeUnfinished, tableFiles} from './dataset-folder.ts';
import {publish, readParquet, writeParquet} from './parquet-file.ts';
import {functionRow, type ProfileRows, type Row, stackRow} from './profile-rows.ts';
import {TABLE_NAMES, TABLES, type TableName} from './tables.ts';

/** Rows held in open batches, about 1 kB each. */
const MOST_ROWS = 40_000;

type Batch = Record<TableName, Row[]>;

/** Of the tables that all partitions share. */
const SHARED = '';

export class DatasetWriter {
  private readonly root: string;
  private readonly unlock: () => void;
  private readonly batches = new Map<string, Batch>();
  private readonly profiles = new Set<string>();
  private readonly stacks = new Set<string>();
  private readonly functions = new Set<bigint>();
  private rows = 0;

  private constructor(root: string, unlock: () => void) {
    this.root = root;
    this.unlock = unlock;
  }

  /** Opens a dataset or begins one. @throws WRITE_FAILED, READ_FAILED for a broken file of it */
  static async open(root: string): Promise<DatasetWriter> {
    const writer = new DatasetWriter(root, lockDataset(root));
    try {
      removeUnfinished(root);
      await readIds(root, 'profiles', (id) => writer.profiles.add(id as string));
      await readIds(root, 'stacks', (id) => writer.stacks.add(id as string));
      await readIds(root, 'functions', (id) => writer.functions.add(id as bigint));
    } catch (error) {
      writer.unlock();
      throw error;
    }
    return writer;
  }

  has(id: string): boolean {
    return this.profiles.has(id);
  }

  /** @param date  day of the profile, `2026-11-27` */
  async add(
    {findings, goroutines, profile, samples, stacks}: ProfileRows,
    date: string,
    service: string,
  ): Promise<void> {
    this.profiles.add(String(profile['id']));
    const partition = partitionName(date, service);
    const batch = this.batch(partition);
    batch.profiles.push(profile);
    for (const row of samples) batch.samples.push(row);
    for (const row of goroutines) batch.goroutines.push(row);
    for (const row of findings) batch.findings.push(row);
    this.rows += 1 + samples.length + goroutines.length + findings.length;
    for (const stack of stacks) this.addStack(stack);
    while (this.rows > MOST_ROWS) await this.writeLargest();
  }

  /** Writes what is open, and gives the dataset back. */
  async finish(): Promise<void> {
    try {
      while (this.batches.size > 0) await this.writeLargest();
    } finally {
      this.unlock();
    }
  }

  /** Gives the dataset back as it is, after a failure. */
  abandon(): void {
    this.unlock();
  }

  private batch(partition: string): Batch {
    const batch = this.batches.get(partition) ?? emptyBatch();
    this.batches.set(partition, batch);
    return batch;
  }

  private addStack(stack: KnownStack): void {
    if (this.stacks.has(stack.id)) return;
    this.stacks.add(stack.id);
    const batch = this.batch(SHARED);
    batch.stacks.push(stackRow(stack));
    this.rows++;
    for (const frame of stack.frames) {
      if (this.functions.has(frame.id)) continue;
      this.functions.add(frame.id);
      batch.functions.push(functionRow(frame));
      this.rows++;
    }
  }

  private async writeLargest(): Promise<void> {
    const [[partition]] = [...this.batches].sort(([, a], [, b]) => rowsOf(b) - rowsOf(a));
    // Rows name stacks and functions, which are therefore visible before any of them.
    await this.writeBatch(SHARED);
    if (partition !== SHARED) await this.writeBatch(partition);
  }

  private async writeBatch(partition: string): Promise<void> {
    const batch = this.batches.get(partition);
    if (batch === undefined) return;
    this.batches.delete(partition);
    this.rows -= rowsOf(batch);
    const ids = [...batch.profiles, ...batch.stacks].map(({id}) => String(id));
    const name = contentId([partition, ...ids]).slice(0, 16);
    const pending = [];
    for (const table of TABLE_NAMES) {
      const rows = sorted(batch[table]);
      if (rows.length > 0) {
        pending.push(await writeParquet(partPath(this.root, table, partition, name), TABLES[table], rows));
      }
    }
    for (const file of pending) publish(file);
  }
}

/** Rows of one stack stand together, so that readers can skip row groups. */
function sorted(rows: readonly Row[]): Row[] {
  const key = (row: Row): string => String(row['stack'] ?? '');
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function emptyBatch(): Batch {
  return {functions: [], stacks: [], samples: [], goroutines: [], findings: [], profiles: []};
}

function rowsOf(batch: Batch): number {
  return Object.values(batch).reduce((sum, rows) => sum + rows.length, 0);
}

async function readIds(root: string, table: TableName, note: (id: unknown) => void): Promise<void> {
  for (const path of tableFiles(root, table)) for (const {id} of await readParquet(path, ['id'])) note(id);
}
