/**
 * Reports whether bytes look like a pprof Profile message.
 *
 * Protobuf has no magic number. The check: the first fields have field numbers and wire types of the schema.
 * Damage further on is left to the decoder, which can report its place.
 */
import {LENGTH_DELIMITED, VARINT} from './wire.ts';

/** Fields that are messages or strings; the others up to 15 are integers. */
const LENGTH_FIELDS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 11]);
const COMMENT = 13;
const LAST_FIELD = 15;

export function sniffPprof(head: Uint8Array, _isWhole: boolean): boolean {
  const tag = head[0];
  if (tag === undefined || tag >= 0x80) return false;
  const field = tag >>> 3;
  const wireType = tag & 7;
  // Field number 0 is nonsense, but a zero byte is how a bomb of zeros begins: the decoder names it best.
  if (field === 0 || field > LAST_FIELD) return false;
  if (LENGTH_FIELDS.has(field)) return wireType === LENGTH_DELIMITED && isPlausibleMessage(head, field);
  return wireType === VARINT || (field === COMMENT && wireType === LENGTH_DELIMITED);
}

/**
 * Whether the first field is a sample type with the number of its name, as every known writer begins. The length is a
 * control byte that no text has, so no other format need be asked.
 */
export function beginsWithSampleType(head: Uint8Array): boolean {
  return head[0] === 0x0a && head[1] < 8 && head[2] === 0x08;
}

/** The first message's own first tag must be one its type can have; strings may hold anything. */
function isPlausibleMessage(head: Uint8Array, field: number): boolean {
  if (field === 6) return head.length < 2 || head[1] === 0;
  if (head.length < 3 || head[1] === 0) return true;
  let at = 1;
  while (at < head.length && head[at] >= 0x80) at++;
  const inner = head[at + 1];
  if (inner === undefined) return true;
  // Numbers: a message or text in the first field is OpenTelemetry's.
  if (field === 1 && (inner === 0x0a || inner === 0x12)) return false;
  return inner >>> 3 !== 0 && (inner & 7) !== 3 && (inner & 7) !== 4 && (inner & 7) <= 5 && inner < 0x80;
}
