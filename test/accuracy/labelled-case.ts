/**
 * A case with its label: what was recorded, and what a careful reader says of it.
 */
import type {AnalyzeOptions} from '../../src/analyze.ts';
import {DETECTORS} from '../../src/detectors/index.ts';
import type {Finding} from '../../src/model/finding.ts';
import type {Profile} from '../../src/model/profile.ts';

export interface LabelledCase {
  readonly name: string;
  /** The profiles of one process. */
  readonly read: () => readonly Profile[];
  /** What is wrong; absent where the process is healthy. */
  readonly trouble?: Trouble;
  readonly options?: AnalyzeOptions;
}

export interface Trouble {
  /** The detector that should speak, where the label says so. */
  readonly detector?: string;
  /** Whether a first finding names it. */
  readonly isNamedBy: (finding: Finding) => boolean;
  /** The label expects an info finding: too little for an alarm, and yet the cause. Else info counts as silence. */
  readonly isOnlyNoted?: boolean;
}

/** Cases from one source. */
export interface LabelledSet {
  readonly name: string;
  /** What it holds, a sentence for the page. */
  readonly title: string;
  readonly cases: readonly LabelledCase[];
}

/** Trouble that is named by a finding whose `<detector> <culprit>` fits. */
export function troubleLike(finding: RegExp): Trouble {
  const detector = DETECTORS.find(({id}) => finding.source.includes(id) || finding.source.includes(shortId(id)))?.id;
  return {
    ...(detector === undefined ? {} : {detector}),
    isNamedBy: ({culprit, id}) => finding.test(`${id} ${culprit.function}`),
  };
}

/** `chan-send`, as cases write it. */
function shortId(id: string): string {
  return id.replace('goroutine-leak-', '');
}
