/**
 * Heap profiles of jemalloc as input.
 */
import {describe, expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

const MAPS = '\nMAPPED_LIBRARIES:\n00400000-00500000 r-xp 00000000 08:01 12 /usr/bin/tikv-server\n';
const profileText = (rate: number, all = '[0: 0]'): string =>
  `heap_v2/${rate}
  t*: 3: 3072 ${all}
  t0: 1: 1024 ${all}
@ 0x401001 0x402001
  t*: 2: 2048 ${all}
  t0: 1: 1024 ${all}
  t1: 1: 1024 ${all}
@ 0x401001
  t*: 1: 1024 ${all}
${MAPS}`;

describe('a heap profile of jemalloc', () => {
  it('has what lives of each stack, once and not again by thread', () => {
    const profile = readText(profileText(1));
    expect([profile.format, profile.kind]).toEqual(['jemalloc', 'heap']);
    expect(profile.sampleTypes.map(({type}) => type)).toEqual(['inuse_objects', 'inuse_space']);
    expect(sampleLines(profile)).toEqual(['2 2048: 0x401000 < 0x402000', '1 1024: 0x401000']);
    expect(profile.mappings[0]).toMatchObject({file: '/usr/bin/tikv-server', start: 0x400000n});
  });

  it('is scaled up by the chance that an object of that size is sampled', () => {
    // 1 / (1 - e^(-1024/524288)) = 512.5001627…
    expect(sampleLines(readText(profileText(524288)))[1]).toBe('512 524800: 0x401000');
  });

  it('has what was ever allocated where jemalloc kept it', () => {
    const profile = readText(profileText(1, '[5: 5120]'));
    expect(profile.sampleTypes.map(({type}) => type)).toEqual([
      'alloc_objects',
      'alloc_space',
      'inuse_objects',
      'inuse_space',
    ]);
    expect(sampleLines(profile)[1]).toBe('5 5120 1 1024: 0x401000');
  });

  it('is refused when it ends before its first record', () => {
    expect(() => readText('heap_v2/524288\n  t*: 3: 3072 [0: 0]\n')).toThrow(/ends before its first record/);
  });
});
