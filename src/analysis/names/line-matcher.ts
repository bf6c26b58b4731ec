/**
 * Finds the lines and locations that a pattern means: a function's name, its file, or the binary it lies in.
 *
 * Every distinct function and mapping is matched once.
 */
import {NONE} from '../../base/columns.ts';
import type {Profile} from '../../model/profile.ts';
import type {Pattern} from './pattern.ts';

const UNKNOWN = -1;

export class LineMatcher {
  private readonly profile: Profile;
  private readonly pattern: Pattern;
  private readonly functionAnswers: Int8Array;
  private readonly mappingAnswers: Int8Array;

  constructor(profile: Profile, pattern: Pattern) {
    this.profile = profile;
    this.pattern = pattern;
    this.functionAnswers = new Int8Array(profile.functions.length).fill(UNKNOWN);
    this.mappingAnswers = new Int8Array(profile.mappings.length).fill(UNKNOWN);
  }

  /** Whether a line row's function matches by name or file; lines without function never do. */
  line(row: number): boolean {
    const fn = this.profile.locations.lineFunction[row];
    if (fn === NONE) return false;
    if (this.functionAnswers[fn] === UNKNOWN) {
      const {functions, strings} = this.profile;
      const isMatch =
        this.pattern.test(strings.at(functions.name[fn])) || this.pattern.test(strings.at(functions.filename[fn]));
      this.functionAnswers[fn] = isMatch ? 1 : 0;
    }
    return this.functionAnswers[fn] === 1;
  }

  /** Whether the location's binary matches. */
  binary(location: number): boolean {
    const mapping = this.profile.locations.mapping[location];
    if (mapping === NONE) return false;
    if (this.mappingAnswers[mapping] === UNKNOWN) {
      this.mappingAnswers[mapping] = this.pattern.test(this.profile.mappings[mapping].file) ? 1 : 0;
    }
    return this.mappingAnswers[mapping] === 1;
  }

  /** Whether any line of the location, or its binary, matches. */
  location(location: number): boolean {
    const {lineStart} = this.profile.locations;
    for (let row = lineStart[location]; row < lineStart[location + 1]; row++) if (this.line(row)) return true;
    return this.binary(location);
  }
}
