/**
 * Search in a flamegraph: which names match, what they are worth together, and the way from match to match.
 */
import {CREATOR} from '../../../src/analysis/tree/flame-tree.ts';
import {say, sayLater} from '../../../src/base/language/say.ts';
import {formatCount, percent, plural, value} from '../../base/text.ts';
import {findMatches, type Matches} from '../../flame/navigation.ts';
import type {FlamePayload} from '../../protocol.ts';
import {type App, Latest} from '../screen.ts';

export class FlameSearch {
  /** By node, undefined while nothing is searched. */
  isMatch: Uint8Array | undefined;
  matches: Matches | undefined;
  private readonly app: App;
  private readonly latest = new Latest();
  private readonly onChange: () => void;
  private readonly side: string;
  private payload: FlamePayload | undefined;
  private query = '';
  private place = -1;

  /**
   * @param onChange  called when other frames match
   * @param side  said behind values that are of one side only
   */
  constructor(app: App, onChange: () => void, side = '') {
    this.side = side;
    this.app = app;
    this.onChange = onChange;
  }

  /** Forgets all about the tree before. */
  reset(payload: FlamePayload): void {
    this.payload = payload;
    this.isMatch = undefined;
    this.matches = undefined;
    this.query = '';
  }

  update(query: string): void {
    if (query === this.query) {
      this.showResult();
      return;
    }
    this.query = query;
    this.place = -1;
    const {payload} = this;
    if (query === '' || payload === undefined) {
      void this.latest.run(
        Promise.resolve(undefined),
        () => this.receive(undefined),
        () => undefined,
      );
      return;
    }
    void this.latest.run(
      this.app.client.request<Uint8Array>({kind: 'match', pattern: query, names: payload.tree.names}),
      (isMatch) => this.receive(isMatch),
      (error) => {
        this.receive(undefined);
        this.app.showSearch(error instanceof Error ? error.message : String(error), true);
      },
    );
  }

  /** The next match, or the one before; undefined when there is none. */
  step(by: number): number | undefined {
    if (this.matches === undefined || this.matches.nodes.length === 0) return undefined;
    const count = this.matches.nodes.length;
    this.place = this.place < 0 && by < 0 ? count - 1 : (this.place + by + count) % count;
    this.showResult();
    return this.matches.nodes[this.place];
  }

  /** @param isName  by name */
  private receive(isName: Uint8Array | undefined): void {
    const {payload} = this;
    const isMatch = isName === undefined || payload === undefined ? undefined : matchingNodes(payload, isName);
    this.isMatch = isMatch;
    this.matches = isMatch === undefined || payload === undefined ? undefined : findMatches(payload.tree, isMatch);
    this.onChange();
    this.showResult();
  }

  private showResult(): void {
    if (this.matches === undefined || this.payload === undefined) {
      if (this.query === '') this.app.showSearch('');
      return;
    }
    const {tree} = this.payload;
    const {nodes, value: amount} = this.matches;
    const place =
      this.place < 0
        ? plural(nodes.length, sayLater('match')).replace(/matchs$/, 'matches')
        : say`${this.place + 1} of ${formatCount(nodes.length)}`;
    this.app.showSearch(
      nodes.length === 0
        ? say('no match')
        : `${place} · ${value(amount, tree.unit)}${this.side} · ${percent(amount, tree.total[0])}`,
    );
  }
}

/**
 * A frame matches by each of the names that it stands for: all of them have its value. Who started goroutines is no
 * function of their stacks.
 */
export function matchingNodes(
  {frameCount, inner, kind, tree}: Pick<FlamePayload, 'frameCount' | 'inner' | 'kind' | 'tree'>,
  isName: Uint8Array,
): Uint8Array {
  let at = 0;
  return Uint8Array.from(tree.fn, (fn, node) => {
    let is = kind[node] === CREATOR ? 0 : isName[fn];
    for (const end = at + frameCount[node] - 1; at < end; at++) is |= isName[inner[at]];
    return is;
  });
}
