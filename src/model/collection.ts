/**
 * What `pprofx collect` leaves in a folder beside the profiles: the manifest, as `pprofx schema collect` describes it.
 *
 * Nothing here is secret: no headers, tokens, user info or queries of URLs.
 */

/** Name of the manifest within the folder. */
export const MANIFEST = 'manifest.json';

export interface Collection {
  readonly schemaVersion: 1;
  /** Version of pprofx that wrote it. */
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Missing while the collection runs, and when it was interrupted. */
  readonly endedAt?: string;
  readonly options: {readonly kinds: readonly string[]; readonly seconds: number; readonly twiceSeconds?: number};
  readonly processes: readonly CollectedProcess[];
}

export interface CollectedProcess {
  /** Folder of its profiles, relative to the manifest, `/` between parts; unique in the collection. */
  readonly id: string;
  /** How the process was reached: `url`, `get --raw`, `port-forward`. */
  readonly way: string;
  /** What its replicas share, e.g. `kube-system/kube-apiserver`; absent for a URL. */
  readonly group?: string;
  readonly component?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly node?: string;
  readonly container?: string;
  readonly image?: string;
  readonly imageId?: string;
  /** From /metrics, where the process serves it. */
  readonly goVersion?: string;
  /** ISO 8601, UTC. */
  readonly startTime?: string;
  readonly residentBytes?: number;
  readonly goroutineCount?: number;
  readonly profiles: readonly CollectedProfile[];
}

export interface CollectedProfile {
  /** As in `--kinds`. */
  readonly kind: string;
  /** Path that was asked for, with its query. */
  readonly path: string;
  /** When the request was sent, ISO 8601, UTC. */
  readonly takenAt: string;
  readonly millis: number;
  /** Relative to the folder of the process; absent when there is no such file. */
  readonly file?: string;
  readonly bytes?: number;
  readonly sha256?: string;
  /** Something the reader should know of a file that is there. */
  readonly note?: string;
  /** The process has no such profile, which is no failure. */
  readonly isAbsent?: true;
  readonly failed?: CollectFailure;
}

export interface CollectFailure {
  readonly code: string;
  readonly reason: string;
  readonly hint?: string;
}
