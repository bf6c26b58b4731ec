/**
 * Answers that fit an assistant's window: text first, then as many rows of JSON as there is room for.
 */
import {safeText} from '../../base/safe-text.ts';

/** Bytes of an answer as it travels, text and structure together. */
export const MAX_ANSWER_BYTES = 24_000;
/** Of these, for text; what it leaves is for the structure. */
const MAX_TEXT_BYTES = 12_000;
/** Braces and names around both, and the sentences about what was cut. */
const MARGIN_BYTES = 800;

/** What a tool hands back, in the protocol's form; an alias, because the protocol's type has an index signature. */
export type Answer = {
  content: {type: 'text'; text: string}[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
};

export interface Reply {
  readonly text: string;
  /** What to ask next, a line each. */
  readonly next: readonly string[];
  /** JSON after a published schema, with this many rows at most; of how many. */
  readonly json?: {readonly rows: number; readonly render: (rows: number) => string};
}

/** The reply within `MAX_ANSWER_BYTES`; says what was cut. */
export function fitted({json, next, text}: Reply): Answer {
  const advice = next.length === 0 ? '' : `\nNext:\n${next.map((line) => `- ${line}`).join('\n')}\n`;
  const shortened = cutText(text, MAX_TEXT_BYTES - bytesOf(advice));
  const room = MAX_ANSWER_BYTES - MARGIN_BYTES - bytesOf(shortened) - bytesOf(advice);
  if (json === undefined) return {content: [{type: 'text', text: shortened + advice}]};
  const found = structured(json, room);
  const kept = found === undefined ? 'structuredContent is left out: it is too large' : keptText(json.rows, found.rows);
  return {
    content: [{type: 'text', text: `${shortened}${kept === '' ? '' : `\n${kept}\n`}${advice}`}],
    ...(found === undefined ? {} : {structuredContent: found.object}),
  };
}

export function refused(text: string): Answer {
  return {content: [{type: 'text', text: cutText(text, MAX_TEXT_BYTES)}], isError: true};
}

function keptText(all: number, kept: number): string {
  return kept < all ? `structuredContent holds the first ${kept} of ${all} rows` : '';
}

/** Halves the rows until they fit. */
function structured(
  {render, rows}: NonNullable<Reply['json']>,
  room: number,
): {readonly object: Record<string, unknown>; readonly rows: number} | undefined {
  for (let count = rows; ; count = Math.floor(count / 2)) {
    const object = JSON.parse(render(count), (_, value) => safeValue(value)) as Record<string, unknown>;
    if (bytesOf(object) <= room) return {object, rows: count};
    if (count === 0) return undefined;
  }
}

/** Names from profiles without control characters, also where they are keys. */
function safeValue(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [safeText(key), field]));
}

/** Longest line; generic names and one-line dumps can be megabytes. */
const LONGEST_LINE = 1_000;

function cutText(text: string, most: number): string {
  const lines = text.trimEnd().split('\n');
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    const short = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
    bytes += bytesOf(short) + 2;
    if (bytes > most) break;
    kept.push(short);
  }
  const missing = lines.length - kept.length;
  return `${kept.join('\n')}\n${missing === 0 ? '' : `… cut: ${missing} of ${lines.length} lines are left out\n`}`;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
