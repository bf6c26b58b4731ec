/**
 * In each test file of a mutation run: switches the mutant on, and notes which mutants the file reaches.
 */
import {appendFileSync} from 'node:fs';
import {relative} from 'node:path';
import {afterAll, expect, inject} from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The mutant that is on; -1 for none. */
    mutant: number;
    /** The file that takes one line of JSON a test file; empty for none. */
    reached: string;
  }
}

interface Mutation {
  active: number;
  reached: Set<number>;
  /** When a mutant that is on was first met, in milliseconds. */
  since: number;
  readonly isMutant: (id: number) => boolean;
}

/** A mutant that runs for so long has made a loop endless; in milliseconds. */
const HANGS_AFTER = 30_000;
const here = globalThis as unknown as {mutation?: Mutation};
let met = 0;

here.mutation ??= {
  active: -1,
  reached: new Set(),
  since: 0,
  isMutant(id: number): boolean {
    const {mutation} = here;
    if (mutation === undefined) return false;
    if (mutation.active === -1) mutation.reached.add(id);
    if (mutation.active !== id) return false;
    if ((met++ & 4095) === 0) {
      if (mutation.since === 0) mutation.since = Date.now();
      if (Date.now() - mutation.since > HANGS_AFTER) throw new Error('this mutant does not end');
    }
    return true;
  },
};
here.mutation.active = inject('mutant');
here.mutation.reached = new Set();
here.mutation.since = 0;
const start = Date.now();

afterAll(() => {
  const path = inject('reached');
  if (path === '') return;
  const file = relative(process.cwd(), expect.getState().testPath ?? '');
  const line = {file, millis: Date.now() - start, reached: [...(here.mutation?.reached ?? [])]};
  appendFileSync(path, `${JSON.stringify(line)}\n`);
});
