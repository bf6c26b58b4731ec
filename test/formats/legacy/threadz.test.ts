import {describe, expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

const THREADS = `--- threadz 1 ---

--- Thread 7eff063d9940 (name: main/25376) stack: ---
  PC:  0x00000100: helper(arg*)
  0x00000201: main
--- Thread 7eff04e97700 (name: worker/25379) stack: ---
  PC: 0x100 0x301
      creator: 0x401
--- Thread 7eff0464d700 (name: worker/25383) stack: ---
  [same as previous thread]
--- Memory map: ---
  00000000-00001000: /bin/server
`;

describe('a threadz profile', () => {
  it('has the leaf where the thread stands and callers at their calls', () => {
    expect(sampleLines(readText(THREADS))).toEqual(['1: 0x100 < 0x200', '2: 0x100 < 0x300 < 0x400']);
  });

  it('counts a thread like the one before it into the same sample, but not as a record', () => {
    expect(readText(THREADS).counts.samples).toBe(2);
  });

  it('knows the binary from the memory map', () => {
    expect(readText(THREADS).mappings.map(({file}) => file)).toEqual(['/bin/server']);
  });

  it('ends where no stack is to be had', () => {
    const text = THREADS.replace(/--- Thread 7eff04e[\s\S]*/, '---- no stack trace for 3 threads\n');
    expect(sampleLines(readText(text))).toEqual(['1: 0x100 < 0x200']);
  });

  it('drops a second frame that repeats the leaf as a return address', () => {
    const text = '--- threadz 1 ---\n--- Thread 1 (name: a/1) stack: ---\n  PC: 0x100 0x100 0x200\n';
    expect(sampleLines(readText(text))).toEqual(['1: 0x100 < 0x1ff']);
  });
});
