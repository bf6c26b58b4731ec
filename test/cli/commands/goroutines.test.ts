/**
 * `pprofx goroutines` as a user runs it.
 */
import {describe, expect, test} from 'vitest';
import {pprofx} from '../../support/cli.ts';
import {DUMP} from '../../support/dump-text.ts';
import {samplePath} from '../../support/shared.ts';

const LEAK = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');

describe('pprofx goroutines', () => {
  test('names the leak first, with its count, state, waits and creator', () => {
    const {code, stdout} = pprofx(['goroutines', LEAK, '--limit', '1', '--color', 'never']);
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/19\u202f817 goroutines in \d+ groups/);
    expect(lines[3]).toMatch(/^18\u202f230 █+·+ 91\.99% {2}chan send {2}1–28 min, median \d+ /);
    expect(lines[4]).toBe('    registry.(*Store).DeleteCollection.func1  store.go:1037');
    expect(lines[5]).toBe('    created by registry.(*Store).DeleteCollection');
  });

  test('JSON holds what the contract says', () => {
    const {stdout} = pprofx(['goroutines', '-', '--format', 'json', '--ids'], {input: DUMP});
    const {schemaVersion, total, groups} = JSON.parse(stdout);
    expect({schemaVersion, total, count: groups.length}).toEqual({schemaVersion: 1, total: 3, count: 3});
    const sender = groups.find(({states}: {states: Record<string, number>}) => 'chan send' in states);
    expect(sender).toEqual({
      count: 1,
      states: {'chan send': 1},
      wait: {min: 429, median: 429, max: 429},
      createdBy: 'k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection',
      stack: [
        'k8s.io/kubernetes/vendor/k8s.io/apiserver/pkg/registry/generic/registry.(*Store).DeleteCollection.func1',
      ],
      ids: [18_970_952_966],
    });
  });

  test('-v lists the lines that were left out', () => {
    const {stdout} = pprofx(['goroutines', '-', '-v'], {input: `one line\nanother\n\n${DUMP}the end\n`});
    expect(stdout).toContain('skipped lines: 1-2, 25');
  });

  test('a profile of another kind is refused as a mistake of usage', () => {
    const {code, stderr} = pprofx(['goroutines', samplePath('misc/etcd-heap.pb.gz')]);
    expect(code).toBe(2);
    expect(stderr).toContain('not one of goroutines');
  });
});
