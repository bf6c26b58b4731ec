/**
 * Fills a builder from stacks whose frames are names, with a file, a line or a binary where the input has them.
 */
import {ProfileBuilder} from '../../model/builder/profile-builder.ts';

export class StackWriter {
  readonly builder: ProfileBuilder;

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
    if (sample === known)
      for (let each = 0; each < builder.sampleTypes.length; each++) builder.addValue(each, sample, 0);
    builder.addValue(type, sample, value);
  }
}
