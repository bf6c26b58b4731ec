import {describe, expect, it} from 'vitest';
import {computeTop, sortTop} from '../../../src/analysis/reports/top.ts';
import {readProfile} from '../../../src/read.ts';
import {readText, sampleLines} from '../../support/profile-text.ts';
import {readBytes, samplePath} from '../../support/shared.ts';

describe('a heap profile in text', () => {
  it('is unsampled by 1/(1 - e^(-size/rate)), the rate being half of what Go prints', () => {
    // 1/(1 - e^-1) = 1.5819767: 829411.4 and 1658822.8 bytes
    const profile = readText('heap profile: 1: 524288 [2: 1048576] @ heap/1048576\n1: 524288 [2: 1048576] @ 0x10\n');
    expect(profile.sampleTypes.map(({type}) => type)).toEqual([
      'alloc_objects',
      'alloc_space',
      'inuse_objects',
      'inuse_space',
    ]);
    expect(sampleLines(profile)).toEqual(['3 1658822 1 829411: 0xf {bytes=524288}']);
    expect(profile.period).toBe(524288n);
  });

  it('has two sample types when nothing was freed', () => {
    const profile = readText('heap profile: 3: 30 [3: 30] @ heapprofile\n3: 30 [3: 30] @ 0x10 0x20\n');
    expect(profile.sampleTypes.map(({type}) => type)).toEqual(['objects', 'space']);
    expect(sampleLines(profile)).toEqual(['3 30: 0xf < 0x1f {bytes=10}']);
    expect(profile.kind).toBe('heap');
  });

  it('takes negative numbers in use, as a difference of two profiles has them', () => {
    const profile = readText('heap profile: 1: 1 [1: 1] @ heapprofile\n-2: -64 [0: 0] @ 0x10\n');
    expect(sampleLines(profile)).toEqual(['-2 -64: 0xf {bytes=32}']);
  });

  it('leaves off the runtime frames that Go does not name, as its protobuf does', () => {
    const profile = readText(
      'heap profile: 1: 8 [1: 8] @ heapprofile\n1: 8 [1: 8] @ 0x10 0x20 0x30\n#\t0x1f\tmain.f+0x1\t/m.go:3\n',
    );
    expect(sampleLines(profile)).toEqual(['1 8: main.f {bytes=8}']);
  });

  it('keeps the MemStats of its trailer, pairs under two names', () => {
    const profile = readText(
      'heap profile: 0: 0 [0: 0] @ heap/1048576\n\n# runtime.MemStats\n# Alloc = 1180539240\n# Stack = 10 / 20\n' +
        '# PauseNs = [1 2 3]\n# GCCPUFraction = 0.25\n# DebugGC = false\n# MaxRSS = 42\n',
    );
    expect(profile.memStats).toEqual(
      new Map([
        ['Alloc', 1180539240],
        ['StackInuse', 10],
        ['StackSys', 20],
        ['GCCPUFraction', 0.25],
        ['DebugGC', 0],
        ['MaxRSS', 42],
      ]),
    );
  });

  it('says where a row contradicts itself', () => {
    expect(() => readText('heap profile: 1: 8 [1: 8] @ heapprofile\n0: 8 [1: 8] @ 0x10\n')).toThrow(
      expect.objectContaining({code: 'MALFORMED_TEXT', at: {input: '-', line: 2, byteOffset: 40}}),
    );
  });

  it('of a kind nobody knows is refused', () => {
    expect(() => readText('heap profile: 1: 8 [1: 8] @ heap_v9/5\n')).toThrow(/unknown kind "heap_v9"/);
  });

  it('of a real apiserver tells the same story as the protobuf of the same minute', () => {
    const topOf = (file: string): string => {
      const profile = readProfile(readBytes(samplePath('deletecollection-leak', file)));
      const top = computeTop(profile, 3);
      return top.names[sortTop(top, 'flat')[0]];
    };
    expect(topOf('heap-debug1-before.txt.gz')).toBe(topOf('heap-before.pb.gz'));
  });
});
