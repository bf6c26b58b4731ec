/**
 * Inputs that the fuzzer found, cut down to what mattered.
 */
import {describe, expect, it} from 'vitest';
import {readProfile} from '../../src/read.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('crashers', () => {
  it('a Java heap that names its resolution twice has each sample type once', () => {
    const text =
      '--- heapz 1 ---\nformat = java\nresolution = bytes\nresolution = bytes\n 7048 1 @ 0x3 0x4\n 0x3 a.b (C.java:1)\n';
    const profile = readProfile(bytes(text));
    expect(profile.sampleTypes.map(({type}) => type)).toEqual(['inuse_objects', 'inuse_space']);
    expect(profile.samples.values.map((column) => column.length)).toEqual([1, 1]);
  });
});
