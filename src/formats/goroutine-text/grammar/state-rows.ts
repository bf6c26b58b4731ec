/**
 * Turns a goroutine's status and stack into a row of the table's states, each combination thought about once.
 */
import {NONE} from '../../../base/columns.ts';
import type {GoroutineTableBuilder} from '../../../model/builder/goroutine-table-builder.ts';
import type {ProfileBuilder} from '../../../model/builder/profile-builder.ts';
import {inferWait, isCoarseState, waitClassOfState} from '../../../model/wait-class.ts';
import type {FrameTrie} from '../repeats/frame-trie.ts';
import type {HeaderReader} from './header.ts';

/** Stacks of no header whose state was worked out before; they are many only where a text has no headers at all. */
const MAX_KNOWN = 100_000;

export class StateRows {
  private readonly builder: ProfileBuilder;
  private readonly table: GoroutineTableBuilder;
  private readonly trie: FrameTrie;
  private readonly header: HeaderReader;
  private readonly rowOfStatus: number[] = [];
  private readonly coarseRowOfNode = new Map<number, number>();
  private readonly inferredRowOfNode = new Map<number, number>();

  constructor(builder: ProfileBuilder, table: GoroutineTableBuilder, trie: FrameTrie, header: HeaderReader) {
    this.builder = builder;
    this.table = table;
    this.trie = trie;
    this.header = header;
  }

  /** @param status  row of the header's status, NONE when there was no header */
  row(status: number, node: number): number {
    if (status === NONE) return this.inferredRow(node);
    const known = this.rowOfStatus[status];
    if (known !== undefined && known !== NONE) return known;
    const {text} = this.header.statusAt(status);
    if (isCoarseState(text)) return this.coarseRow(text, node);
    const row = this.table.internState(text, waitClassOfState(text), false);
    this.rowOfStatus[status] = row;
    return row;
  }

  private coarseRow(text: string, node: number): number {
    const known = this.coarseRowOfNode.get(node);
    if (known !== undefined) return known;
    const waitClass = inferWait(this.leafFirst(node))?.waitClass ?? waitClassOfState(text);
    const row = this.table.internState(text, waitClass, false);
    if (this.coarseRowOfNode.size < MAX_KNOWN) this.coarseRowOfNode.set(node, row);
    return row;
  }

  private inferredRow(node: number): number {
    const known = this.inferredRowOfNode.get(node);
    if (known !== undefined) return known;
    const inference = inferWait(this.leafFirst(node));
    const row = this.table.internState(inference?.state ?? '', inference?.waitClass ?? 'other', true);
    if (this.inferredRowOfNode.size < MAX_KNOWN) this.inferredRowOfNode.set(node, row);
    return row;
  }

  private leafFirst(node: number): string[] {
    return this.trie
      .names(node)
      .reverse()
      .map((name) => this.builder.strings.at(name));
  }
}
