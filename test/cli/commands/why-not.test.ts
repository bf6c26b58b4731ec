/**
 * `pprofx explain INPUT --why-not RE` as a user runs it.
 */
import {describe, expect, test} from 'vitest';
import {pprofx} from '../../support/cli.ts';
import {samplePath} from '../../support/shared.ts';

const HEAP = samplePath('replicaset-flood/heap-after.pb.gz');
const DUMP = samplePath('replicaset-flood/goroutine-debug2-before.txt.gz');

describe('pprofx explain --why-not', () => {
  test('says what is seen, and the limits with the values of the input', () => {
    const {code, stdout} = pprofx([
      'explain',
      HEAP,
      '--why-not',
      String.raw`\(\*ReplicaSet\)\.Unmarshal`,
      '--color',
      'never',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/inuse_space: flat 0 \(0%\), cum 9\.52MB \(7\.73%\) of 123\.11MB/);
    expect(stdout).toMatch(/kept out by\s+heap-deserialization: .*limit 67\u202f108\u202f864/);
  });

  test('names the idle shape that set goroutines aside', () => {
    const {stdout} = pprofx(['explain', DUMP, '--why-not', 'watchHandler', '--color', 'never']);
    expect(stdout).toMatch(/86 goroutines, 5\.4% of the process, in a select/);
    expect(stdout).toMatch(/kept out by knowledge, not a limit: client-go\/idle-reflector/);
  });

  test('JSON holds the same, and how many functions match', () => {
    const {stdout} = pprofx(['explain', HEAP, '--why-not', 'Unmarshal', '--format', 'json']);
    const {functions, matching, schemaVersion} = JSON.parse(stdout);
    expect(schemaVersion).toBe(1);
    expect(matching).toBeGreaterThan(functions.length);
    expect(functions.length).toBe(5);
    expect(Object.keys(functions[0])).toEqual(['function', 'sightings', 'mentions', 'nearMisses']);
  });

  test.each([
    [['explain', HEAP, '--why-not', 'no.such.function'], /no function matches no\.such\.function/],
    [['explain', HEAP, '--why-not', 'ReplicaSett'], /Did you mean ReplicaSet\?/],
    [['explain', 'deadlok'], /no detector or signature deadlok[\s\S]*Did you mean deadlock\?/],
    [['explain', HEAP, '--why-not', '('], /--why-not is not a regular expression/],
    [['explain', 'deadlock', '--format', 'json'], /goes with --why-not/],
  ])('%j is refused', (args, message) => {
    const {code, stderr} = pprofx(args);
    expect(code).toBeGreaterThan(1);
    expect(stderr).toMatch(message);
  });
});
