import {describe, expect, test} from 'vitest';
import {readProfile} from '../../src/read.ts';
import {stackOf} from '../support/goroutines.ts';
import {corpusPath, readBytes} from '../support/shared.ts';

describe('folded stacks', () => {
  test('the corpus file gives its three stacks and their counts', () => {
    const profile = readProfile(readBytes(corpusPath('files/pprofutils/examples/folded.in.txt')));
    expect(profile.format).toBe('folded');
    expect([0, 1, 2].map((row) => stackOf(profile, row).join(' < '))).toEqual([
      'foo < main',
      'bar < foo < main',
      'foobar < main',
    ]);
    expect([...profile.samples.values[0]]).toEqual([5, 3, 4]);
  });
});
