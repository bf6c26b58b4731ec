/**
 * A small fleet of the generator's: four services with two builds and three instances each, three of them in trouble.
 */
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

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
