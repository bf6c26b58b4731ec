/**
 * Maps of bpftrace with stacks as input.
 */
import {expect, it} from 'vitest';
import {readText, sampleLines} from '../../support/profile-text.ts';

const TEXT = `Attaching 1 probe...
^C

@[
    vfs_read+5
    ksys_read+95

    runtime.read+0x1c
    main.main+18
, etcd, 42]: 12
@[
    vfs_write+5
]: 3
@reads[vim]: 7
`;

it('stacks of bpftrace become samples, the kernel part first, the rest of the key a label', () => {
  const profile = readText(TEXT);
  expect([profile.format, profile.sampleTypes]).toEqual(['bpftrace', [{type: 'samples', unit: 'count'}]]);
  expect(sampleLines(profile)).toEqual([
    '12: vfs_read < ksys_read < runtime.read < main.main {key=etcd, 42}',
    '3: vfs_write',
  ]);
});

it('says when the text ends inside a stack', () => {
  const profile = readText(TEXT.slice(0, TEXT.indexOf(']: 3')));
  expect(sampleLines(profile)).toHaveLength(1);
  expect(profile.warnings.map(({code}) => code)).toEqual(['TRUNCATED_TEXT']);
});

it('reads a key before the stack as well', () => {
  expect(sampleLines(readText('@bytes[etcd, \n    f+1\n    g+2\n]: 4096\n'))).toEqual(['4096: f < g {key=etcd}']);
});
