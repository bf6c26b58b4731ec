/**
 * Fills a builder from stacks whose frames are names, with a file, a line or a binary where the input has them.
 */
import {Int32Column, NONE} from '../../base/columns.ts';
import {failure} from '../../base/errors.ts';
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';

/** Frames of the stacks of all samples. A tree of some megabytes can hold more than any report walks in its lifetime. */
const MOST_FRAMES = 2 ** 28;

export class StackWriter {
  readonly builder: ProfileBuilder;
  /** Frames per stack. */
  private readonly depths = new Int32Column();
  private frames = 0;

  constructor(format: string, name: string) {
    this.builder = new ProfileBuilder(format, name);
  }

  /** Location of a function; one for each (name, file, line). */
  location(name: string, file = '', line = 0): number {
    const {strings} = this.builder;
    return this.builder.internNamedLocation(strings.intern(name), strings.intern(file), line);
  }

  /** Label set of one text; the empty one where the text is empty. */
  label(key: string, text: string): number {
    const {strings} = this.builder;
    if (text === '') return 0;
    return this.builder.internLabelSet([{key: strings.intern(key), text: strings.intern(text), number: 0n, unit: 0}]);
  }

  /** Adds a value of one type; a sample has zeros for the others. All types have to be there. */
  add(stack: number, labelSet: number, type: number, value: number): void {
    const {builder} = this;
    const known = builder.samples.length;
    const sample = builder.internSample(stack, labelSet);
    if (sample === known) {
      this.countFrames(stack);
      for (let each = 0; each < builder.sampleTypes.length; each++) builder.addValue(each, sample, 0);
    }
    builder.addValue(type, sample, value);
  }

  private countFrames(stack: number): void {
    const {depths} = this;
    const {first: parents} = this.builder.stacks;
    for (let row = depths.length; row < parents.length; row++) {
      const parent = parents.values[row];
      depths.push(parent === NONE ? 1 : depths.values[parent] + 1);
    }
    this.frames += stack === NONE ? 0 : depths.values[stack];
    if (this.frames <= MOST_FRAMES) return;
    const hint = 'the stacks are deep beyond reason; export a part of them';
    throw failure('LIMIT_EXCEEDED', `the stacks of all samples have more than ${MOST_FRAMES} frames`, {}, hint);
  }
}
