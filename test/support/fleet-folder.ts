/**
 * A small fleet of the generator's: four services with two builds and three instances each, three of them in trouble.
 */
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {encodePprof} from '../../src/render/exchange/pprof.ts';
import {profileOf} from './folded-profile.ts';

interface FleetSize {
  readonly services: number;
  readonly builds: number;
  readonly instances: number;
}

const SMALL: FleetSize = {services: 4, builds: 2, instances: 3};

/** 72 files: goroutines, heap and CPU of 24 processes. */
export async function fleetFolder(size: FleetSize = SMALL): Promise<string> {
  const {writeFleet} = (await import(new URL('../../bench/inputs/fleet.mjs', import.meta.url).href)) as {
    writeFleet: (folder: string, size: FleetSize) => number;
  };
  const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  writeFleet(folder, size);
  return folder;
}

/** SERVICE/v1/INSTANCE-HOUR.pb of goroutines that wait in `main.push`. */
export function writeMoments(folder: string, service: string, instance: string, counts: readonly number[]): void {
  mkdirSync(join(folder, service, 'v1'), {recursive: true});
  counts.forEach((count, hour) => {
    const lines = [`main.main;main.push;runtime.chansend1;runtime.gopark ${count}`, 'main.main;time.Sleep 3'];
    const profile = profileOf(lines, {type: 'goroutine', timeSeconds: 1_790_000_000 + hour * 3600});
    writeFileSync(join(folder, service, 'v1', `${instance}-${hour}.pb`), encodePprof(profile));
  });
}
