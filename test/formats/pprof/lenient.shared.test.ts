import {describe, expect, it} from 'vitest';
import {readProfile} from '../../../src/read.ts';
import {corpusFile} from '../../support/corpus.ts';

describe('profiles of a .NET exporter that leaves function ids out', () => {
  it.each([
    ['dotnet-pprof-3.pb.gz', 41, 579],
    ['dotnet-pprof-73.pb.gz', 47, 2819],
  ])('%s is read with one warning', (name, functions, samples) => {
    const profile = readProfile(corpusFile(`pyroscope/pkg/og/convert/pprof/testdata/${name}`), {isLenient: true});
    expect(profile.counts).toMatchObject({functions, samples});
    expect(profile.warnings.map(({code, message}) => `${code} ${/^\d+/.exec(message)?.[0]}`)).toEqual([
      `RESERVED_ID ${functions}`,
    ]);
  });
});
