import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {pprofx} from '../../support/cli.ts';
import {schemaErrors} from '../../support/schema.ts';
import {corpusPath} from '../../support/shared.ts';

describe('diff', () => {
  it('a series finds growth, and its JSON matches its published schema', () => {
    const folder = corpusPath('files', 'parca', 'pkg', 'query', 'testdata', 'many');
    const times = ['1644509299337903', '1644509290338056', '1644509293338714', '1644509296350592'];
    const inputs = times.map((time) => join(folder, `${time}000.pb.gz`));
    const {code, stdout} = pprofx(['diff', '--series', '--fail-on', 'worse', '--format', 'json', ...inputs]);
    expect(code).toBe(1);
    expect(schemaErrors('diff-series', stdout)).toBeNull();
    expect(JSON.parse(stdout)).toMatchObject({wasShuffled: true, growths: [{at: 2, delta: 94_769_662}]});
    expect(pprofx(['diff', '--series', ...inputs]).stdout).toContain('94769662 bytes');
  });
});
