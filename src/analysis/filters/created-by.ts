/**
 * Whether a profile says who started its goroutines, and how frames for them are named.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';

/** What the names of such frames begin with; no function of Go has blanks there. */
export const CREATED_BY = 'created by ';

export function hasCreators({goroutines, samples}: Profile): boolean {
  return goroutines?.createdBy.length === samples.length && goroutines.createdBy.some((row) => row !== NONE);
}
