/**
 * Inputs in commands that are printed to be copied.
 */
import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {commandInputs} from '../../../src/render/words/next-command.ts';
import {pprofx} from '../../support/cli.ts';
import {samplePath} from '../../support/samples.ts';

describe('commandInputs', () => {
  it('leaves plain names as they are', () => {
    expect(commandInputs(['heap.pb.gz', 'a/b-2_c.txt', 'localhost:6060'])).toBe(
      'heap.pb.gz a/b-2_c.txt localhost:6060',
    );
  });

  it.each([
    'http://localhost:6060/debug/pprof/goroutine?debug=2&seconds=5',
    'my heap.pb.gz',
    "it's.txt",
    '$(reboot).txt',
    '~/x',
    '=ls',
  ])('a shell reads %s back as it was', (name) => {
    expect(execFileSync('sh', ['-c', `printf %s ${commandInputs([name])}`]).toString()).toBe(name);
  });

  it.each([
    'http://localhost/heap?token=***',
    'heap-1 (redacted)',
    'goroutine-2 (redacted, PARTIAL)',
    'standard input',
  ])('%s cannot be opened again, so there is no command', (name) => {
    expect(commandInputs(['heap.pb.gz', name])).toBeUndefined();
  });
});

it('a redacted report prints no command that cannot run', () => {
  const input = samplePath('deletecollection-leak/goroutine-before.pb.gz');
  expect(pprofx(['analyze', input]).stdout).toMatch(/^next: pprofx goroutines /m);
  expect(pprofx(['analyze', '--redact', input]).stdout).not.toMatch(/next:/);
});
