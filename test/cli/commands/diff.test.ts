import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {pprofx} from '../../support/cli.ts';
import {samplePath} from '../../support/samples.ts';
import {schemaErrors} from '../../support/schema.ts';

const LEAK = samplePath('deletecollection-leak/goroutine-before.pb.gz');
const CALM = samplePath('deletecollection-leak/goroutine-after.pb.gz');
const HEAP_BEFORE = samplePath('deletecollection-leak/heap-before.pb.gz');
const HEAP_AFTER = samplePath('deletecollection-leak/heap-after.pb.gz');

describe('diff', () => {
  it('says in its first line what became of the leak', () => {
    const {code, stdout} = pprofx(['diff', LEAK, CALM]);
    expect(code).toBe(0);
    expect(stdout.split('\n\n')[0].replace(/\s+/g, ' ')).toBe(
      'fixed: goroutines blocked in registry.(*Store).DeleteCollection.func1 are gone, 18 230 → 0; goroutines 19 817 → 1 587 (-92%)',
    );
  });

  it.each([
    ['worse', [LEAK, CALM], 0],
    ['worse', [CALM, LEAK], 1],
    ['unchanged', [LEAK, LEAK], 1],
    ['critical', [CALM, LEAK], 1],
    ['critical', [LEAK, CALM], 0],
  ])('--fail-on %s with %j gives its exit code', (level, inputs, code) => {
    expect(pprofx(['diff', '--fail-on', level, ...inputs]).code).toBe(code);
  });

  it.each([
    ['an HTML report compares one profile with one', ['--before', LEAK, '--before', LEAK, '--after', CALM]],
    ['an HTML report takes no --scale', ['--scale', 'none', LEAK, CALM]],
  ])('refuses what its report could not repeat: %s', (message, inputs) => {
    const {code, stderr} = pprofx(['diff', '--format', 'html', ...inputs]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('JSON matches its published schema, the explaining function first', () => {
    const sides = ['--before', LEAK, '--before', HEAP_BEFORE, '--after', CALM, '--after', HEAP_AFTER];
    const {stdout} = pprofx(['diff', '--format', 'json', ...sides]);
    expect(schemaErrors('diff', stdout)).toBeNull();
    const {lead, others, rows, verdict} = JSON.parse(stdout);
    expect(verdict).toBe('fixed');
    expect(rows[0]).toMatchObject({before: 18_230, after: 0, delta: -18_230, change: 'gone'});
    expect(rows[0].function).toMatch(/DeleteCollection\.func1$/);
    expect(lead).toEqual(rows[0]);
    expect(others[0]).toMatchObject({kind: 'heap', verdict: 'fixed', sampleType: 'inuse_space'});
  });

  it.each([
    ['one input', [LEAK]],
    ['a heap against goroutines', [HEAP_BEFORE, CALM]],
    ['a rename without a new name', ['--rename', 'old=', LEAK, CALM]],
    ['a series of two', ['--series', LEAK, CALM]],
    ['a sample type that is not there', ['--sample-index', 'nosuch', LEAK, CALM]],
  ])('%s is a usage error', (_, args) => {
    expect(pprofx(['diff', ...args]).code).toBe(2);
  });

  it('writes the picture to a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'pprofx-test-')), 'diff.svg');
    expect(pprofx(['diff', '--format', 'svg', '-o', file, HEAP_BEFORE, HEAP_AFTER]).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg [^>]*role="img"/);
  });

  it('the deciding sample type can be chosen', () => {
    const {stdout} = pprofx(['diff', '--format', 'json', '--sample-index', 'alloc_space', HEAP_BEFORE, HEAP_AFTER]);
    expect(JSON.parse(stdout)).toMatchObject({
      sampleType: 'alloc_space',
      verdict: expect.stringMatching(/better|fixed/),
    });
  });
});
