/**
 * The same input gives the same bytes: run after run, wherever the machine thinks it is.
 */
import {beforeAll, describe, expect, it} from 'vitest';
import {type CliResult, pprofxLines} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');
const DUMP = samplePath('replicaset-flood/goroutine-debug2-before.txt.gz');
const BEFORE = samplePath('nodeips-hot/cpu-before.pb.gz');
const AFTER = samplePath('nodeips-hot/cpu-after.pb.gz');

/** Places whose clocks, numbers and letters differ: half an hour off, decimal commas, an i that has no capital I. */
const PLACES = [
  {TZ: 'UTC', LC_ALL: 'C'},
  {TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8'},
  {TZ: 'America/St_Johns', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8'},
];

const COMMANDS = [
  ['analyze', HEAP, DUMP],
  ['analyze', '--format', 'markdown', HEAP, DUMP],
  ['goroutines', DUMP],
  ['top', '--cum', BEFORE],
  ['diff', BEFORE, AFTER],
  ['flame', '--format', 'svg', '-o', '-', BEFORE],
  ['dot', HEAP],
];

describe('one input', () => {
  /** By place, then by command. */
  let results: readonly (readonly CliResult[])[];

  beforeAll(() => {
    results = PLACES.map((place) => pprofxLines(COMMANDS, {...process.env, ...place}));
  });

  it.each(COMMANDS.map((args, index) => ({args, index})))('gives one output: $args', ({index}) => {
    const outputs = results.map((each) => each[index]);
    expect(outputs[0].code).toBe(0);
    expect(outputs[0].stdout.length).toBeGreaterThan(200);
    expect(outputs[1]).toEqual(outputs[0]);
    expect(outputs[2]).toEqual(outputs[0]);
  });
});
