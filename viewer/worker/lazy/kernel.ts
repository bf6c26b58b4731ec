/**
 * Replaces what reads and judges kernel stacks in the page's worker: it loads with the first text that may hold some. The
 * build makes the replacements. Reports of other inputs do not carry it, and take such a text for one without stacks.
 */
import type {Case} from '../../../src/analysis/case/case.ts';
import type {Detector, DetectorResult} from '../../../src/detectors/detector.ts';
import type {Format} from '../../../src/formats/format.ts';
import {MissingModule} from './missing-module.ts';

type Parts = typeof import('./kernel-parts.ts');

let parts: Parts | undefined;
let isAbsent = false;

/** Every mark that the reader goes by, and more. */
const MAYBE = /\+0x[0-9a-f]+\/0x|\[<?[0-9a-f]*>?\]|WCHAN|wchan|blocked|LOCKUP|lockup|stall|task:|Linux|Call [Tt]race/;

/** The real parts, undefined where there are none to load. */
function loaded(): Parts | undefined {
  if (parts === undefined && !isAbsent) throw new MissingModule(load);
  return parts;
}

async function load(): Promise<void> {
  try {
    parts = await import('./kernel-parts.ts');
  } catch {
    isAbsent = true;
  }
}

export const kernelStacksFormat: Format = {
  id: 'kernel-stacks',
  title: 'kernel stacks (text)',
  sniff: (head, isWhole) =>
    MAYBE.test(new TextDecoder('latin1').decode(head)) && loaded()?.kernelStacksFormat.sniff(head, isWhole) === true,
  open: (options) => (loaded() as Parts).kernelStacksFormat.open(options),
};

export const evidenceIn: Parts['evidenceIn'] = (lines) => {
  const isPlain = lines.every((line) => !MAYBE.test(line));
  if (isPlain || loaded() === undefined)
    return lines.some((line) => /goroutine \d/.test(line)) ? 'goroutines' : undefined;
  return (parts as Parts).evidenceIn(lines);
};

/** The page lists titles of detectors that found nothing, too. */
export const kernelWait: Detector = {
  id: 'kernel-wait',
  title: 'Threads wait inside the kernel for something that does not come',
  limits: {},
  detect: (subject, limits) =>
    (hasThreads(subject) ? loaded()?.kernelWait.detect(subject, limits) : undefined) ?? NOTHING,
};
export const kernelLockup: Detector = {
  id: 'kernel-lockup',
  title: 'A CPU is stuck in the kernel',
  limits: {},
  detect: (subject, limits) =>
    (hasThreads(subject) ? loaded()?.kernelLockup.detect(subject, limits) : undefined) ?? NOTHING,
};

const NOTHING: DetectorResult = {findings: [], suppressed: []};

function hasThreads(subject: Case): boolean {
  return subject.ofKind('kernel').length > 0;
}
