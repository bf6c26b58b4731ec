/**
 * The lines of a log that a query of Loki, Elasticsearch or CloudWatch brought as one JSON value, in the order of time:
 * most of them give the newest first.
 */

interface LogEntry {
  /** As it stands in the answer; '' where there is none. */
  readonly time: string;
  readonly line: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Undefined for any other JSON. */
export function logEntries(root: unknown): string[] | undefined {
  const {events, hits} = objectOf(root);
  const streams = [objectOf(root), objectOf(objectOf(root).data)].map(({result}) => listOf(result)).find(isThere);
  if (streams !== undefined) return streams.flatMap((stream) => inTimeOrder(lokiEntries(stream)));
  const found = listOf(objectOf(hits).hits);
  if (found !== undefined) return inTimeOrder(found.map(elasticEntry).filter(isThere));
  const messages = listOf(events);
  return messages === undefined ? undefined : inTimeOrder(messages.map(messageEntry).filter(isThere));
}

/** `values` of a stream: pairs of nanoseconds and line. */
function lokiEntries(stream: unknown): LogEntry[] {
  return (listOf(objectOf(stream).values) ?? []).flatMap((pair) => {
    const [time, line] = listOf(pair) ?? [];
    return typeof line === 'string' ? [{time: String(time), line}] : [];
  });
}

function elasticEntry(hit: unknown): LogEntry | undefined {
  return messageEntry(objectOf(hit)._source);
}

function messageEntry(source: unknown): LogEntry | undefined {
  const {'@timestamp': stamp, log, message, timestamp} = objectOf(source);
  const line = [message, log].find((text) => typeof text === 'string');
  return typeof line === 'string' ? {time: String(stamp ?? timestamp ?? ''), line} : undefined;
}

/** Lines of the same moment stay in their order, which is backwards where the first is the newest. */
function inTimeOrder(entries: LogEntry[]): string[] {
  const isBackwards = entries.length > 1 && compareTimes(entries[0], entries[entries.length - 1]) > 0;
  const ordered = isBackwards ? entries.reverse() : entries;
  return ordered.sort(compareTimes).map(({line}) => line);
}

/** Numbers by their length first; dates of one form have one length. */
function compareTimes({time: a}: LogEntry, {time: b}: LogEntry): number {
  if (a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a < b ? -1 : 1;
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
