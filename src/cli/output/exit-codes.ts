/**
 * Exit codes, as docs/cli.md promises them.
 */
export const EXIT_CODES = {
  ok: 0,
  /** Findings at or above --fail-on, or a verdict of worse. */
  findings: 1,
  usage: 2,
  input: 3,
  limit: 4,
  io: 5,
  network: 6,
  /** Part of what was asked for could not be had; the rest is there. */
  partial: 7,
  /** A bug in pprofx itself. */
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;
