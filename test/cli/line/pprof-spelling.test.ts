import {describe, expect, it} from 'vitest';
import {ownSpelling} from '../../../src/cli/line/pprof-spelling.ts';

describe("go tool pprof's spelling", () => {
  it.each([
    [['--sample_index=alloc_space'], ['--sample-index=alloc_space']],
    [['-sample_index=alloc_space'], ['--sample-index=alloc_space']],
    [
      ['-focus', 'main_loop'],
      ['--focus', 'main_loop'],
    ],
    [['-cum'], ['--cum']],
    [['-trim=false'], ['--no-trim']],
    [['-mean=true'], ['--mean']],
    [['-noinlines=0'], []],
    [
      ['-o', 'out', '-v'],
      ['-o', 'out', '-v'],
    ],
    [
      ['--', '-cum'],
      ['--', '-cum'],
    ],
    [['heap_1.pb.gz'], ['heap_1.pb.gz']],
  ])('%j is taken as %j', (args, expected) => {
    expect(ownSpelling(args)).toEqual(expected);
  });
});
