/**
 * Warnings that say more than "note this": the numbers do not cover the entire profile, or are not those the writer meant.
 */
import type {Profile} from './profile.ts';

/** The input broke off; what came before is the profile. */
export const PARTIAL = 'PARTIAL';

/** What a lenient reader put right, as a warning says it; sorted by code. */
export const REPAIRS = {
  DUPLICATE_ID: 'ids that were used before: the first row of each was kept',
  LOST_STRING: 'names were lost with the end of the input',
  MISSING_FUNCTION: 'functions that lines name are not in the file: the lines are unnamed',
  MISSING_LOCATION: 'locations that samples name are not in the file: the frames are unknown',
  NO_SAMPLE_TYPES: 'sample types are missing: the values have made-up names',
  RESERVED_ID: 'rows have the reserved id 0: they were taken to be numbered by their place in the file',
  VALUE_COUNT: 'samples with another number of values than sample types: filled with 0, or cut',
} as const;

export type Repair = keyof typeof REPAIRS;

export function isPartial({warnings}: Profile): boolean {
  return warnings.some(({code}) => code === PARTIAL);
}

export function isRepaired({warnings}: Profile): boolean {
  return warnings.some(({code}) => Object.hasOwn(REPAIRS, code));
}
