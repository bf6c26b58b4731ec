/**
 * Modules that most pages never need, loaded when something requires them.
 *
 * The core is synchronous: a module that is needed and not loaded yet is thrown as a MissingModule; the worker loads it
 * and runs the request again.
 */
export class MissingModule {
  readonly load: () => Promise<void>;

  constructor(load: () => Promise<void>) {
    this.load = load;
  }
}

/** Runs `work` again after loading each module it misses. */
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
