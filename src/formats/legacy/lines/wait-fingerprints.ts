/**
 * What a parked goroutine waits for, read from where its hidden return addresses lie within the runtime's functions.
 *
 * Functions begin at aligned addresses, so a return address modulo the alignment is a fingerprint of the call. The
 * wrappers of channel operations compile to the same few instructions for years; how far the operation's own address
 * lies from its wrapper's says which of the function's two parks it is, the one for nil channels or the real one.
 * Measured on binaries of Go 1.14 to 1.27; an address that fits nothing here stays unknown.
 */

export type HiddenWait = 'receive' | 'receive nil' | 'select' | 'select empty' | 'send' | 'send nil';

interface Calls {
  readonly alignment: bigint;
  /** Where calls return to, modulo the alignment: gopark, the wrappers' only calls, the park of a select. */
  readonly park: readonly bigint[];
  readonly send: bigint;
  readonly receive: bigint;
  readonly select: readonly bigint[];
  /** Of `select {}`; undefined where it was never measured. */
  readonly emptySelect: bigint | undefined;
  /** From the wrapper's return address to the operation's, lowest and highest of all versions with room between. */
  readonly nilChannel: readonly [bigint, bigint];
  readonly blocked: readonly [bigint, bigint];
}

/** Arguments in registers: the check for a nil channel comes first, the real park near the end. */
const IN_REGISTERS = {nilChannel: [0x80n, 0x280n], blocked: [0x300n, 0x700n]} as const;

/** Arguments on the stack: the branch for nil channels was laid out last. */
const ON_STACK = {nilChannel: [0x580n, 0x900n], blocked: [0x180n, 0x500n]} as const;

/** Go 1.12 to 1.16, 1.17 to 1.20, and since 1.21, which shortened every prologue; gopark did so once more in 1.27. */
const AMD64: readonly Calls[] = [
  {
    ...ON_STACK,
    alignment: 16n,
    park: [0x0n, 0x5n, 0xfn],
    send: 0x5n,
    receive: 0xbn,
    select: [0x3n, 0x5n, 0x7n],
    emptySelect: undefined,
  },
  {
    ...IN_REGISTERS,
    alignment: 32n,
    park: [0x16n],
    send: 0x1dn,
    receive: 0x18n,
    select: [0x12n, 0x1cn, 0x1en],
    emptySelect: 0xcn,
  },
  {
    ...IN_REGISTERS,
    alignment: 32n,
    park: [0xan, 0xen],
    send: 0x17n,
    receive: 0x12n,
    select: [0x5n, 0x17n],
    emptySelect: 0x6n,
  },
];

/** Since Go 1.18; gopark lies anywhere, the rest does not move. */
const ARM64: Calls = {
  ...IN_REGISTERS,
  alignment: 16n,
  park: [0x0n, 0x4n, 0x8n, 0xcn],
  send: 0x8n,
  receive: 0x4n,
  select: [0x4n, 0x8n, 0xcn],
  emptySelect: 0x0n,
};

export interface Fingerprints {
  /** Undefined where the addresses do not show it. */
  waitOf(hidden: readonly bigint[]): HiddenWait | undefined;
}

/**
 * The fingerprints of the runtime that made these rows; undefined when it is none of those measured.
 *
 * @param rows  hidden addresses of rows that are parked or may be, leaf first
 */
export function findFingerprints(rows: readonly (readonly bigint[])[]): Fingerprints | undefined {
  const park = commonest(rows.map(([leaf]) => leaf));
  if (park === undefined) return undefined;
  // Every instruction of arm64 has four bytes; that as many addresses of amd64 are multiples of four is chance.
  const isArm = rows.length >= FEWEST_ROWS && rows.flat().every((address) => address % 4n === 0n);
  const calls = isArm ? ARM64 : AMD64.find((version) => version.park.includes(park % version.alignment));
  if (calls === undefined) return undefined;
  return {waitOf: (hidden) => (hidden[0] === park ? waitOf(calls, hidden) : undefined)};
}

/** Rows whose addresses show the architecture. */
const FEWEST_ROWS = 3;

function waitOf(calls: Calls, hidden: readonly bigint[]): HiddenWait | undefined {
  const last = hidden[hidden.length - 1];
  const at = last % calls.alignment;
  if (hidden.length === 2) {
    if (calls.select.includes(at)) return 'select';
    return at === calls.emptySelect ? 'select empty' : undefined;
  }
  if (hidden.length !== 3 || (at !== calls.send && at !== calls.receive)) return undefined;
  const distance = hidden[1] - last;
  const direction = at === calls.send ? 'send' : 'receive';
  if (isWithin(distance, calls.blocked)) return direction;
  return isWithin(distance, calls.nilChannel) ? `${direction} nil` : undefined;
}

function isWithin(distance: bigint, [least, most]: readonly [bigint, bigint]): boolean {
  return distance >= least && distance < most;
}

function commonest(addresses: readonly bigint[]): bigint | undefined {
  const counts = new Map<bigint, number>();
  for (const address of addresses) counts.set(address, (counts.get(address) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
