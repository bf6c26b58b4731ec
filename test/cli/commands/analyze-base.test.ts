import {Ajv2020} from 'ajv/dist/2020.js';
import {describe, expect, it} from 'vitest';
import {pprofx} from '../../support/cli.ts';
import {samplePath} from '../../support/samples.ts';

const SICK = samplePath('deletecollection-leak/goroutine-before.pb.gz');
const CURED = samplePath('deletecollection-leak/goroutine-after.pb.gz');
const HEAP = samplePath('replicaset-flood/heap-before.pb.gz');

const json = (...args: readonly string[]) => JSON.parse(pprofx(['analyze', '--format', 'json', ...args]).stdout);

describe('analyze --base', () => {
  it('says what is new, and where it stands', () => {
    const {stdout} = pprofx(['analyze', SICK, '--base', CURED]);
    expect(stdout).toMatch(/^New or grown since .*goroutine-after.pb.gz: 1 of 1\.$/m);
    expect(stdout).toMatch(/evidence +since the base: new: 0 → 18\u202f230/);
  });

  it('says what is gone', () => {
    const {stdout} = pprofx(['analyze', CURED, '--base', SICK]);
    expect(stdout).toMatch(/^New or grown since .*: nothing\.$/m);
    expect(stdout).toMatch(/gone: 18\u202f230 → 0; 18\u202f230 goroutines are stuck/);
  });

  it.each([
    ['new', SICK, CURED, [], 1],
    ['same', SICK, SICK, [], 0],
    ['gone', CURED, SICK, ['gone'], 0],
  ])('in JSON and SARIF marks what is %s, and --fail-on counts what came', (status, input, base, gone, code) => {
    const result = json(input, '--base', base);
    const validate = new Ajv2020().compile(JSON.parse(pprofx(['schema', 'analyze']).stdout));
    validate(result);
    expect(validate.errors).toBeNull();
    const loud = result.findings.filter(({severity}: {severity: string}) => severity !== 'info');
    expect(loud.map(({change}: {change: string}) => change)).toEqual(gone.length > 0 ? [] : [status]);
    expect(result.base.gone.map(({change}: {change: string}) => change)).toEqual(gone);
    const {runs} = JSON.parse(pprofx(['analyze', '--format', 'sarif', input, '--base', base]).stdout);
    const states = {new: 'new', same: 'unchanged', gone: 'absent'};
    expect(runs[0].results[0].baselineState).toBe(states[status as keyof typeof states]);
    expect(pprofx(['analyze', '--fail-on', 'warning', input, '--base', base]).code).toBe(code);
  });

  it('Markdown has both', () => {
    expect(pprofx(['analyze', '--format', 'markdown', SICK, '--base', CURED]).stdout).toContain(
      '· since the base: new: 0 → 18',
    );
    expect(pprofx(['analyze', '--format', 'markdown', CURED, '--base', SICK]).stdout).toContain('## No longer found');
  });

  it('another kind is refused', () => {
    const {code, stderr} = pprofx(['analyze', SICK, '--base', HEAP]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('nothing to compare')]);
  });
});

describe('--limit', () => {
  it('changes what a detector decides on', () => {
    expect(json(HEAP).findings[0].id).toBe('heap-deserialization');
    expect(json('--limit', 'heap-deserialization.bytes=100GiB', HEAP).findings[0]?.id).not.toBe('heap-deserialization');
    expect(json('--limit', 'heap-deserialization.share=99%', HEAP).findings[0]?.id).not.toBe('heap-deserialization');
  });

  it.each([
    ['heap-hog', 'expects DETECTOR.NAME=VALUE'],
    ['heap-pig.share=1', 'no detector heap-pig'],
    ['heap-hog.size=1', 'it has share=0.3, bytes=83886080, bytesMeant=134217728'],
    ['heap-hog.share=lots', 'expected a number, a percentage or a size, not "lots"'],
    ['heap-hog.toString=1', 'has no limit toString'],
    ['heap-hog.share=-1', 'expected a number'],
  ])('%s is refused: %s', (limit, message) => {
    const {code, stderr} = pprofx(['analyze', '--limit', limit, HEAP]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('is listed by rules and explain', () => {
    expect(pprofx(['rules']).stdout).toContain('share=0.3 bytes=83886080 bytesMeant=134217728');
    expect(pprofx(['explain', 'heap-hog']).stdout).toContain('--limit heap-hog.share=VALUE');
    expect(pprofx(['explain', 'heap-deserialization', '--limit', 'heap-deserialization.share=99%', HEAP]).code).toBe(2);
  });
});
