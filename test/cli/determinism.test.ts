/**
 * The same input gives the same bytes: run after run, wherever the machine thinks it is.
 */
import {describe, expect, it} from 'vitest';
import {pprofx} from '../support/cli.ts';
import {samplePath} from '../support/samples.ts';

const HEAP = samplePath('deletecollection-leak/heap-before.pb.gz');
const DUMP = samplePath('deletecollection-leak/goroutine-debug2-before.txt.gz');
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
  it.each(COMMANDS.map((args) => ({args})))('gives one output: $args', ({args}) => {
    const outputs = PLACES.map((place) => pprofx(args, {env: {...process.env, ...place}}));
    expect(outputs[0].stdout.length).toBeGreaterThan(200);
    expect(outputs[1]).toEqual(outputs[0]);
    expect(outputs[2]).toEqual(outputs[0]);
  });
});
