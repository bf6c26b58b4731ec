/**
 * What a command is. Modules load only when their command runs, so that a small job starts fast.
 */
import type {Command} from 'commander';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

export interface CommandModule {
  /**
   * Declares arguments, options and examples on `command`, and sets its action, which returns the exit code.
   *
   * @param entries  all commands, for those that speak of the others
   */
  define(command: Command, run: (action: Action) => void, entries: readonly CommandEntry[]): void;
}

/** Does the work and returns the exit code. */
export type Action = () => Promise<number>;
