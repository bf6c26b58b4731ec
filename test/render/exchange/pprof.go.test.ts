/**
 * What pprofx encodes, `go tool pprof` reads as it reads the original.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {mergeProfiles} from '../../../src/analysis/profiles/merge.ts';
import {readProfile} from '../../../src/read.ts';
import {encodePprof} from '../../../src/render/exchange/pprof.ts';
import {samplePath} from '../../support/shared.ts';

const PATHS = ['misc', 'modern-go', 'nodeips-hot'].flatMap((folder) =>
  readdirSync(samplePath(folder))
    .filter((name) => name.endsWith('.pb.gz'))
    .map((name) => samplePath(folder, name)),
);

let folder = '';

/** What go tool pprof reads in a file. */
function goRaw(path: string): string {
  const env = {...process.env, TZ: 'UTC', HOME: folder, PPROF_TMPDIR: folder};
  const child = spawnSync('go', ['tool', 'pprof', '-symbolize=none', '-raw', path], {
    encoding: 'utf8',
    env,
    maxBuffer: 2 ** 28,
  });
  if (child.error !== undefined) throw child.error;
  return child.stdout;
}

describe('the pprof encoder', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pprofx-encoder-'));
  });
  afterAll(() => rmSync(folder, {recursive: true, force: true}));

  it.each(PATHS)('%s opens in go tool pprof with the same -raw', (path) => {
    const profile = mergeProfiles([readProfile(new Uint8Array(readFileSync(path)), {allFrames: true})]);
    const copy = join(folder, 'copy.pb.gz');
    writeFileSync(copy, gzipSync(encodePprof(profile)));
    expect(goRaw(copy)).toBe(goRaw(path));
  });
});
