/**
 * The outline that is shown while a large profile is read, of every profile of the corpus.
 *
 * Slow: reads every profile of the corpus twice.
 */
import {describe, expect, it} from 'vitest';
import {corpus, corpusFile} from './support/corpus.ts';
import {expectLargeStacks, inflated, previewOf} from './support/previews.ts';

const {files} = corpus();

describe('the outline of a profile of the corpus', () => {
  it.each(files)('has the large stacks of $path', ({path}) => {
    expectLargeStacks(corpusFile(path));
  });

  it('is there for most', () => {
    const outlined = files.filter(({path}) => previewOf(inflated(corpusFile(path)), 0.01) !== undefined);
    expect(outlined.length).toBeGreaterThan(files.length / 2);
  });
});
