/**
 * Code that most pages never need arrives when something asks for it.
 *
 * The core is synchronous: what it needs and is not there yet is thrown as a MissingModule; the worker loads it and
 * answers the request anew.
 */
export class MissingModule {
  readonly load: () => Promise<void>;

  constructor(load: () => Promise<void>) {
    this.load = load;
  }
}

/** Runs `work` until it misses nothing. */
export async function withModules<T>(work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof MissingModule)) throw error;
      await error.load();
    }
  }
}
