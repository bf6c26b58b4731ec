import {expect, it} from 'vitest';
import {measureTexts} from '../../../src/render/words/process-words.ts';

const PROCESS = {
  id: 'node',
  measures: {goroutines: undefined, heapBytes: undefined, cores: undefined},
  worst: undefined,
  growth: [],
  missing: [],
} as const;

it('a process whose profiles have neither goroutines nor heap is not one without profiles', () => {
  expect(measureTexts({...PROCESS, report: 'No trouble found.'})).toEqual(['', '', '', 'none']);
  expect(measureTexts({...PROCESS, report: ''})).toEqual(['', '', '', 'no profile']);
});
