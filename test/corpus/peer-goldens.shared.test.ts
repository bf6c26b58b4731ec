/**
 * Golden files of google/pprof and of those who use it, against the same report of ours.
 *
 * Both are brought into one form, as against `go tool pprof` itself (test/differential): figures, names and their order.
 * This pprof is newer than Go 1.19's; what differs stands in docs/differences.md.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {decodeUtf8} from '../../src/base/utf8.ts';
import {NORMALIZERS, tagLines} from '../differential/normal-form.ts';
import {runPprofx} from '../differential/pprofx.ts';
import {pprofx} from '../support/cli.ts';
import {type PeerCase, peerCases, peerInputs} from '../support/peers.ts';
import {peerPath, readBytes} from '../support/shared.ts';
import {rawForm} from './raw-form.ts';

const NOTHING = new Uint8Array(0);
const folder = mkdtempSync(join(tmpdir(), 'pprofx-goldens-'));
afterAll(() => rmSync(folder, {recursive: true}));

async function outputOf(each: PeerCase): Promise<Uint8Array> {
  const {args = [], cmd, pre = []} = each;
  return (await runPprofx([cmd, ...pre, ...peerInputs(each), ...args])) ?? NOTHING;
}

/** google/pprof's test prints the profile that topproto writes as a table. */
async function tableOfTopproto({args = [], ...each}: PeerCase): Promise<Uint8Array> {
  const path = join(folder, 'top.pb.gz');
  expect(pprofx(['topproto', ...peerInputs(each), ...args, '-o', path, '--force']).code).toBe(0);
  return (await runPprofx(['top', '--lines', '--full', path])) ?? NOTHING;
}

describe('reports', () => {
  it.each(peerCases('goldens'))('%s', async (_, each) => {
    const golden = readBytes(peerPath(each.expect.goldenFile ?? ''));
    if (each.cmd === 'tags') {
      const ours = tagLines(decodeUtf8(await outputOf(each)));
      expect(ours.slice(ours.findIndex((line) => line.includes(': Total ')))).toEqual(tagLines(decodeUtf8(golden)));
      return;
    }
    const isTable = each.cmd === 'topproto';
    const {ours, theirs} = NORMALIZERS[isTable ? 'top' : each.cmd];
    expect(ours(await (isTable ? tableOfTopproto(each) : outputOf(each)))).toEqual(theirs(golden));
  });
});

describe('raw', () => {
  it.each(peerCases('raw'))('%s', async (_, each) => {
    const golden = decodeUtf8(readBytes(peerPath(each.expect.rawFile ?? '')));
    expect(rawForm(decodeUtf8(await outputOf(each)))).toEqual(rawForm(golden));
  });
});

interface JsonProfile {
  readonly sampleTypes: readonly {readonly type: string; readonly unit: string}[];
  readonly samples: readonly {readonly values: readonly number[]}[];
}

describe('sample types of several profiles', () => {
  it.each(peerCases('types'))('%s', (_, each) => {
    const {code, stdout} = pprofx(['convert', ...peerInputs(each), ...(each.args ?? [])]);
    const {failed, sums, types} = each.expect;
    expect(code === 0).toBe(failed !== true);
    if (failed === true) return;
    const {sampleTypes, samples} = JSON.parse(stdout) as JsonProfile;
    expect(sampleTypes.map(({type, unit}) => [type, unit])).toEqual(types);
    expect(sampleTypes.map((_type, at) => samples.reduce((sum, {values}) => sum + values[at], 0))).toEqual(sums);
  });
});
