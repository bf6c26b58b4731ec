/**
 * What /metrics of a Go process says that a profile does not.
 */

export interface ProcessFacts {
  readonly goVersion?: string;
  /** ISO 8601, UTC. */
  readonly startTime?: string;
  readonly residentBytes?: number;
  readonly goroutineCount?: number;
}

/** @param text  Prometheus text format */
export function processFacts(text: string): ProcessFacts {
  const goVersion = /^go_info\{[^}\n]{0,500}version="([^"\n]{1,100})"/m.exec(text)?.[1];
  const start = sampleOf(text, 'process_start_time_seconds');
  const residentBytes = sampleOf(text, 'process_resident_memory_bytes');
  const goroutineCount = sampleOf(text, 'go_goroutines');
  return {
    ...(goVersion === undefined ? {} : {goVersion}),
    ...(start === undefined ? {} : {startTime: new Date(start * 1000).toISOString()}),
    ...(residentBytes === undefined ? {} : {residentBytes}),
    ...(goroutineCount === undefined ? {} : {goroutineCount}),
  };
}

function sampleOf(text: string, name: string): number | undefined {
  const at = text.startsWith(`${name} `) ? 0 : text.indexOf(`\n${name} `) + 1;
  if (at === 0 && !text.startsWith(`${name} `)) return undefined;
  const value = Number.parseFloat(text.slice(at + name.length + 1, at + name.length + 40));
  return Number.isFinite(value) && Math.abs(value) < 8.64e12 ? value : undefined;
}
