/**
 * Faults that google/pprof refuses and that still leave a sense: refused by default, read and counted on request.
 */
import type {ProfileBuilder} from '../../model/profile-builder.ts';

/** What went on in spite of what, as a warning says it; sorted by code. */
const REPAIRS = {
  DUPLICATE_ID: 'ids that were used before: the first row of each was kept',
  MISSING_FUNCTION: 'functions that lines name are not in the file: the lines are unnamed',
  MISSING_LOCATION: 'locations that samples name are not in the file: the frames are unknown',
  NO_SAMPLE_TYPES: 'sample types are missing: the values have made-up names',
  RESERVED_ID: 'rows have the reserved id 0: they were taken to be numbered by their place in the file',
  VALUE_COUNT: 'samples with another number of values than sample types: filled with 0, or cut',
} as const;

type Repair = keyof typeof REPAIRS;

export class Repairs {
  private readonly isLenient: boolean;
  private readonly counts = new Map<Repair, number>();

  constructor(isLenient: boolean) {
    this.isLenient = isLenient;
  }

  /** Whether to go on after a fault; it is counted then. */
  allow(repair: Repair, count = 1): boolean {
    if (!this.isLenient) return false;
    this.counts.set(repair, (this.counts.get(repair) ?? 0) + count);
    return true;
  }

  /** One warning per kind of fault. */
  report(builder: ProfileBuilder): void {
    for (const [repair, count] of this.counts) builder.warn(repair, `${count} ${REPAIRS[repair]}`);
  }
}
