/**
 * The dictionary of OTLP profiles: turns indexes into rows of the builder.
 */
import {NONE} from '../../base/columns.ts';
import type {LabelInput} from '../../model/builder/label-set-columns.ts';
import type {ProfileBuilder} from '../../model/builder/profile-builder.ts';
import type {Message} from './decode.ts';
import {indexIn, integerIn, listIn, malformed, messageIn, textIn} from './fields.ts';
import {MessageList} from './message-list.ts';
import {STACK} from './schema.ts';

/** Build ids by the name of their attribute, the best first. */
const BUILD_IDS = [
  'process.executable.build_id.gnu',
  'process.executable.build_id.go',
  'process.executable.build_id.htlhash',
];
const UNKNOWN = -2;
/** Attributes nest in arrays and lists. */
const DEEPEST = 32;

export class Dictionary {
  private readonly builder: ProfileBuilder;
  private readonly strings: readonly unknown[];
  private readonly tables: Message;
  private readonly stacks: MessageList;
  /** The builder's row of each entry, UNKNOWN until asked for. */
  private readonly rows: Readonly<Record<'mapping' | 'location' | 'function' | 'stack', Int32Array>>;
  private readonly known = new Map<number, LabelInput>();

  /** @param bytes  the input, see MessageList */
  constructor(tables: Message, builder: ProfileBuilder, bytes: Uint8Array) {
    this.tables = tables;
    this.builder = builder;
    this.stacks = new MessageList(tables.stackTable, 'stackTable', STACK, bytes);
    const rowsOf = (table: string): Int32Array => new Int32Array(listIn(tables[table], table).length).fill(UNKNOWN);
    this.rows = {
      mapping: rowsOf('mappingTable'),
      location: rowsOf('locationTable'),
      function: rowsOf('functionTable'),
      stack: new Int32Array(this.stacks.length).fill(UNKNOWN),
    };
    this.strings = listIn(tables.stringTable, 'stringTable');
    if (textIn(this.strings[0], 'stringTable[0]') !== '') throw malformed('stringTable[0]', 'is not the empty string');
  }

  /** Interns the tables in their own order, and checks what no sample refers to as well. */
  intern(): void {
    const each = (table: string, read: (index: number) => number): void => {
      for (let at = 1; at < listIn(this.tables[table], table).length; at++) read(at);
    };
    each('mappingTable', (index) => this.mapping(index));
    each('functionTable', (index) => this.function(index));
    each('locationTable', (index) => this.location(index));
  }

  text(index: unknown, field: string): string {
    return textIn(this.strings[indexIn(index, this.strings.length, field)], 'stringTable');
  }

  /** Stack row; NONE for "none". */
  stack(index: unknown): number {
    const rows = this.rows.stack;
    const at = indexIn(index, rows.length, 'stackIndex');
    if (at === 0) return NONE;
    if (rows[at] === UNKNOWN)
      rows[at] = this.internStack(listIn(this.stacks.at(at).locationIndices, 'locationIndices'));
    return rows[at];
  }

  /** @param locations  leaf first */
  private internStack(locations: readonly unknown[]): number {
    let row: number = NONE;
    for (let at = locations.length - 1; at >= 0; at--) {
      const location = this.location(locations[at]);
      if (location !== NONE) row = this.builder.internStack(row, location);
    }
    return row;
  }

  /** The attribute as a label; undefined for "none". */
  private label(index: unknown): LabelInput | undefined {
    const table = listIn(this.tables.attributeTable, 'attributeTable');
    const row = indexIn(index, table.length, 'attributeIndices');
    if (row === 0) return undefined;
    const known = this.known.get(row);
    if (known !== undefined) return known;
    const {keyStrindex, unitStrindex, value} = messageIn(table[row], 'attributeTable');
    const unit = this.text(unitStrindex, 'unitStrindex');
    const label = labelOf(this.builder, this.text(keyStrindex, 'keyStrindex'), value, unit);
    this.known.set(row, label);
    return label;
  }

  /** The attributes as labels. @param indexes  a list of rows of the attribute table */
  labels(indexes: unknown): LabelInput[] {
    return listIn(indexes, 'attributeIndices').flatMap((index) => this.label(index) ?? []);
  }

  /** Labels that name the span that a sample belongs to. */
  link(index: unknown): LabelInput[] {
    const table = listIn(this.tables.linkTable, 'linkTable');
    const row = indexIn(index, table.length, 'linkIndex');
    if (row === 0) return [];
    const {spanId, traceId} = messageIn(table[row], 'linkTable');
    return [
      labelOf(this.builder, 'trace_id', {stringValue: traceId}),
      labelOf(this.builder, 'span_id', {stringValue: spanId}),
    ];
  }

  /** Attributes by name, as text. */
  attributes(indexes: unknown): Map<string, string> {
    const found = new Map<string, string>();
    const table = listIn(this.tables.attributeTable, 'attributeTable');
    for (const index of listIn(indexes, 'attributeIndices')) {
      const {keyStrindex, value} = messageIn(table[indexIn(index, table.length, 'attributeIndices')], 'attributeTable');
      found.set(this.text(keyStrindex, 'keyStrindex'), valueText(value));
    }
    return found;
  }

  private location(index: unknown): number {
    // Most are known: nothing is made for those.
    const known = typeof index === 'number' ? (this.rows.location[index] ?? UNKNOWN) : UNKNOWN;
    if (known !== UNKNOWN) return known;
    return this.row('location', 'locationIndices', index, (location) => {
      const lines = listIn(location.lines, 'lines').flatMap((each) => {
        const {column, functionIndex, line} = messageIn(each, 'lines');
        return [this.function(functionIndex), Number(integerIn(line, 'line')), Number(integerIn(column, 'column'))];
      });
      const address = BigInt(integerIn(location.address, 'address'));
      const low = Number(BigInt.asIntN(32, address));
      const high = Number(BigInt.asIntN(32, address >> 32n));
      const isFolded =
        location.attributeIndices !== undefined &&
        this.attributes(location.attributeIndices).get('pprof.location.is_folded') === 'true';
      return this.builder.internLocation(low, high, this.mapping(location.mappingIndex), isFolded, lines);
    });
  }

  private function(index: unknown): number {
    return this.row('function', 'functionIndex', index, (fn) => {
      const {strings} = this.builder;
      const name = strings.intern(this.text(fn.nameStrindex, 'nameStrindex'));
      const systemName = strings.intern(this.text(fn.systemNameStrindex, 'systemNameStrindex'));
      const file = strings.intern(this.text(fn.filenameStrindex, 'filenameStrindex'));
      return this.builder.internFunction(name, systemName, file, Number(integerIn(fn.startLine, 'startLine')));
    });
  }

  private mapping(index: unknown): number {
    return this.row('mapping', 'mappingIndex', index, (mapping) => {
      const attributes = this.attributes(mapping.attributeIndices);
      const has = (part: string): boolean => attributes.get(`pprof.mapping.has_${part}`) === 'true';
      const word = (name: string): bigint => BigInt.asUintN(64, BigInt(integerIn(mapping[name], name)));
      return this.builder.addMapping({
        start: word('memoryStart'),
        limit: word('memoryLimit'),
        offset: word('fileOffset'),
        file: this.text(mapping.filenameStrindex, 'filenameStrindex'),
        buildId: BUILD_IDS.map((name) => attributes.get(name)).find((id) => id !== undefined) ?? '',
        hasFunctions: has('functions'),
        hasFilenames: has('filenames'),
        hasLineNumbers: has('line_numbers'),
        hasInlineFrames: has('inline_frames'),
      });
    });
  }

  /** The builder's row for an entry of a table, made on first use; NONE for entry 0. */
  private row(
    table: Exclude<keyof Dictionary['rows'], 'stack'>,
    field: string,
    index: unknown,
    make: (entry: Message) => number,
  ): number {
    const entries = listIn(this.tables[`${table}Table`], `${table}Table`);
    const at = indexIn(index, entries.length, field);
    if (at === 0) return NONE;
    const known = this.rows[table][at];
    if (known !== UNKNOWN) return known;
    const row = make(messageIn(entries[at], `${table}Table`));
    this.rows[table][at] = row;
    return row;
  }
}

/** Whole numbers stay numbers, all else is text. */
export function labelOf({strings}: ProfileBuilder, name: string, value: unknown, unit = ''): LabelInput {
  const {intValue} = messageIn(value, 'value');
  const key = strings.intern(name);
  if (intValue === undefined) return {key, text: strings.intern(valueText(value)), number: 0n, unit: 0};
  return {key, text: NONE, number: BigInt(integerIn(intValue, 'intValue')), unit: strings.intern(unit)};
}

/** An AnyValue as text; what nests, as JSON. */
export function valueText(value: unknown): string {
  const plain = plainValue(value, 0);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

function plainValue(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw malformed('value', `nests deeper than ${DEEPEST}`);
  const message = messageIn(value, 'value');
  if (message.boolValue !== undefined) return Boolean(message.boolValue);
  if (message.intValue !== undefined) return String(integerIn(message.intValue, 'intValue'));
  if (message.doubleValue !== undefined) return String(message.doubleValue);
  if (message.bytesValue !== undefined) return textIn(message.bytesValue, 'bytesValue');
  if (message.arrayValue !== undefined) {
    const {values} = messageIn(message.arrayValue, 'arrayValue');
    return listIn(values, 'values').map((each) => plainValue(each, depth + 1));
  }
  if (message.kvlistValue !== undefined) {
    const {values} = messageIn(message.kvlistValue, 'kvlistValue');
    const pairs = listIn(values, 'values').map((each) => messageIn(each, 'values'));
    return Object.fromEntries(pairs.map((pair) => [textIn(pair.key, 'key'), plainValue(pair.value, depth + 1)]));
  }
  return textIn(message.stringValue, 'stringValue');
}
