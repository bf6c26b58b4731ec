/**
 * Gauges for the textfile collector of the node exporter.
 */
import {renameSync, rmSync, writeFileSync} from 'node:fs';
import {GOROUTINES, HEAP, MEMORY} from './history.ts';
import type {Round} from './watcher.ts';

export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly values: readonly {readonly process: string; readonly value: number}[];
}

/** Prometheus text, replaced as a whole: the node exporter may read at any moment. @throws the system's own errors */
export function writeTextfile(path: string, gauges: readonly Gauge[]): void {
  const lines = gauges.flatMap(({help, name, values}) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...values.map(({process, value}) => `${name}{process="${process.replace(/["\\\n]/g, '_')}"} ${value}`),
  ]);
  try {
    writeFileSync(`${path}.tmp`, `${lines.join('\n')}\n`);
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    rmSync(`${path}.tmp`, {force: true});
    throw error;
  }
}

/** Of the processes that answered: what a pod was that is gone is nobody's gauge. */
export function gaugesOf({answered, state}: Round, now: Date): Gauge[] {
  const last = (name: string): {process: string; value: number}[] =>
    [...answered].map((process) => ({process, value: state.histories[process]?.series[name]?.at(-1) ?? 0}));
  // Of a process that says nothing of it, there is no gauge instead of one of zero.
  const known = (name: string): {process: string; value: number}[] =>
    last(name).filter(({process}) => state.histories[process]?.series[name] !== undefined);
  const reported = Object.entries(state.incidents).filter(([, {reported}]) => reported !== undefined);
  const alarmed = [...answered].map((process) => ({
    process,
    value: reported.filter(([key, {seen}]) => seen > 0 && key.startsWith(`${process} `)).length,
  }));
  return [
    {name: 'pprofx_goroutines', help: 'Goroutines of the process.', values: last(GOROUTINES)},
    {name: 'pprofx_heap_inuse_bytes', help: 'Heap in use by sampled allocations.', values: last(HEAP)},
    {name: 'pprofx_resident_memory_bytes', help: 'Memory of the process by its own /metrics.', values: known(MEMORY)},
    {name: 'pprofx_alarms', help: 'Incidents that are reported and present.', values: alarmed},
    {
      name: 'pprofx_last_round_timestamp_seconds',
      help: 'Time of the last round.',
      values: [{process: '', value: now.getTime() / 1000}],
    },
  ];
}
