/**
 * Code that most pages never need arrives when something asks for it.
 *
 * The core is synchronous: what it needs and is not there yet is thrown as a MissingPart; the worker loads it and
 * answers the request anew.
 */
export class MissingPart {
  readonly load: () => Promise<void>;

  constructor(load: () => Promise<void>) {
    this.load = load;
  }
}

/** Runs `work` until it misses nothing. */
export async function withParts<T>(work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof MissingPart)) throw error;
      await error.load();
    }
  }
}
