/**
 * A protobuf writer small enough to be believed, which can also write nonsense.
 */

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** A varint field. */
export function numberField(field: number, value: number | bigint): Uint8Array {
  return join(varint(field * 8), varint(value));
}

/** A length-delimited field. */
export function bytesField(field: number, value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return join(varint(field * 8 + 2), varint(bytes.length), bytes);
}

export function message(field: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, join(...fields));
}

export function packedField(field: number, values: readonly (number | bigint)[]): Uint8Array {
  return bytesField(field, join(...values.map(varint)));
}
