/**
 * Values with columns in them as one run of bytes, for a page that gets them from a server rather than a worker.
 *
 * Layout: length of the JSON as uint32, the JSON, and the columns, each at a multiple of eight bytes; byte order is the
 * machine's, for page and server share it. In the JSON a column is {column: kind, at: byte offset, length}, and a number
 * that JSON lacks is {number: text}; no value of protocol.ts has those keys. Fields that are undefined are left out.
 */

const KINDS = {Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array} as const;
type Kind = keyof typeof KINDS;
type Column = InstanceType<(typeof KINDS)[Kind]>;

interface PackedColumn {
  readonly column: Kind;
  readonly at: number;
  readonly length: number;
}

const ALIGNMENT = 8;
const LENGTH_BYTES = 4;

/** @throws Error for typed arrays of other kinds */
export function pack(value: unknown): ArrayBuffer {
  const columns: Column[] = [];
  let columnBytes = 0;
  const json = JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === 'number' && !Number.isFinite(each)) return {number: String(each)};
    if (!ArrayBuffer.isView(each)) return each;
    const column = each as Column;
    const kind = column.constructor.name;
    if (!Object.hasOwn(KINDS, kind)) throw new Error(`a column of ${kind} cannot be packed`);
    const at = columnBytes;
    columns.push(column);
    columnBytes = aligned(at + column.byteLength);
    return {column: kind as Kind, at, length: column.length} satisfies PackedColumn;
  });
  const text = new TextEncoder().encode(json);
  const columnStart = aligned(LENGTH_BYTES + text.length);
  const packed = new Uint8Array(columnStart + columnBytes);
  new DataView(packed.buffer).setUint32(0, text.length);
  packed.set(text, LENGTH_BYTES);
  let at = columnStart;
  for (const {buffer, byteLength, byteOffset} of columns) {
    packed.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at = aligned(at + byteLength);
  }
  return packed.buffer;
}

/** What was packed; its columns are views of the bytes, not copies. */
export function unpack(packed: ArrayBuffer): unknown {
  const textLength = new DataView(packed).getUint32(0);
  const json = new TextDecoder().decode(new Uint8Array(packed, LENGTH_BYTES, textLength));
  return revived(JSON.parse(json), packed, aligned(LENGTH_BYTES + textLength));
}

/** A value with its columns in place; a reviver of JSON.parse would be called for every name. */
function revived(value: unknown, packed: ArrayBuffer, columnStart: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const {at, column, length, number} = value as Partial<PackedColumn & {number: string}>;
  if (column !== undefined) return new KINDS[column](packed, columnStart + (at ?? 0), length);
  if (number !== undefined) return Number(number);
  const fields = value as Record<string, unknown>;
  for (const key in fields) {
    const field = fields[key];
    if (typeof field === 'object') fields[key] = revived(field, packed, columnStart);
  }
  return fields;
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
