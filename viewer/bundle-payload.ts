/**
 * Messages about folders and archives. Types only.
 */
import type {Outlier, ProcessMeasures} from '../src/analysis/case/replicas.ts';
import type {Finding, Severity} from '../src/model/finding.ts';
import type {PageOptions} from '../src/render/html/page.ts';
import type {FileBytes} from './input-file.ts';

/** A file, by its path in the folder that was dropped. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** A folder, or one file. */
export interface DroppedInput {
  readonly name: string;
  readonly isFolder: boolean;
  readonly files: readonly DroppedFile[];
}

/** Folders and archives, of which each process is diagnosed. */
export interface BundleRequest {
  readonly kind: 'bundle';
  readonly inputs: readonly DroppedInput[];
  readonly options: PageOptions;
}

export interface BundleMoment {
  /** As its path names it, '' where it does not. */
  readonly label: string;
  /** Milliseconds since 1970; undefined where nothing says. */
  readonly from: number | undefined;
  readonly worst: Severity | undefined;
  /** The last of each kind. */
  readonly files: readonly FileBytes[];
}

export interface BundleProcess {
  readonly id: string;
  readonly group: string | undefined;
  /** Of the moment that is shown, the most urgent first. */
  readonly findings: readonly Finding[];
  readonly measures: ProcessMeasures;
  /** What is missing, a line each. */
  readonly missing: readonly string[];
  /** Oldest first. */
  readonly moments: readonly BundleMoment[];
  /** The worst of the moments; -1 where no profile can be read. */
  readonly shown: number;
}

export interface BundlePayload {
  /** The worst first. */
  readonly processes: readonly BundleProcess[];
  /** Replicas that differ. */
  readonly outliers: readonly Outlier[];
  /** Who wrote it, by their titles. */
  readonly makers: readonly string[];
  readonly profiles: number;
  /** Entries that are no evidence. */
  readonly others: number;
  readonly links: number;
  /** What could not be read, a line each. */
  readonly troubles: readonly string[];
}
