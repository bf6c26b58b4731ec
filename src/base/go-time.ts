/**
 * Times and durations in Go's format, for listings that are compared with those of go tool pprof.
 */

import {withoutTrailing} from './without-trailing.ts';

/** A Unix time in UTC as Go prints it: `2021-01-14 16:18:33.677929 +0000 UTC`. */
export function goTime(nanos: bigint): string {
  const seconds = BigInt.asIntN(64, nanos - mod(nanos, 1_000_000_000n)) / 1_000_000_000n;
  const date = new Date(Number(seconds) * 1000);
  const fraction = withoutTrailing(String(mod(nanos, 1_000_000_000n)).padStart(9, '0'), '0');
  const whole = date.toISOString().slice(0, 19).replace('T', ' ');
  return `${whole}${fraction === '' ? '' : `.${fraction}`} +0000 UTC`;
}

/** A duration as Go prints it: `10.2s`, `1h0m5s`, `120ms`, `0s`. */
export function goDuration(nanos: bigint): string {
  if (nanos < 0n) return `-${goDuration(-nanos)}`;
  if (nanos === 0n) return '0s';
  if (nanos < 1_000n) return `${nanos}ns`;
  if (nanos < 1_000_000n) return `${decimal(nanos, 3)}µs`;
  if (nanos < 1_000_000_000n) return `${decimal(nanos, 6)}ms`;
  const minutes = nanos / 60_000_000_000n;
  const seconds = `${decimal(nanos % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return seconds;
  const hours = minutes / 60n;
  return hours === 0n ? `${minutes}m${seconds}` : `${hours}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const fraction = withoutTrailing(String(value % unit).padStart(digits, '0'), '0');
  return fraction === '' ? String(value / unit) : `${value / unit}.${fraction}`;
}

function mod(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
