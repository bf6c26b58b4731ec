/**
 * Bundles of each tool that src/incident/layouts knows: the right processes, the right cause first, nothing lost.
 */
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {diagnoseCase} from '../../../src/cli/case/diagnose.ts';
import {openEvidence} from '../../../src/cli/case/open-evidence.ts';
import {LAYOUTS} from '../../../src/incident/layouts/index.ts';
import {type File, tarOf, zipOf} from '../../support/archives.ts';
import {BUNDLES} from '../../support/bundles.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundles-'));

function unpacked(name: string, files: readonly File[]): string {
  const root = join(folder, name);
  for (const {bytes, path} of files) {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

describe('bundles by their maker', () => {
  it('each layout has a bundle here', () => {
    expect(Object.keys(BUNDLES).sort()).toEqual(LAYOUTS.map(({id}) => id).sort());
  });

  it.each(Object.entries(BUNDLES))(
    '%s: the right processes, the right cause first, nothing lost',
    async (name, bundle) => {
      const path = join(folder, `${name}.tgz`);
      writeFileSync(path, gzipSync(await tarOf(bundle.files), {level: 1}));
      const opened = await openEvidence([path], {}, {});
      expect({makers: opened.makers, found: opened.found, troubles: opened.troubles}).toEqual({
        makers: [expect.stringMatching(bundle.maker)],
        found: bundle.profiles,
        troubles: [],
      });
      const {processes} = await diagnoseCase(opened.processes, {}, {}, () => undefined);
      const causes = processes.map((each) => [each.process.id, each.findings[0]?.culprit.function ?? '']);
      expect(Object.fromEntries(causes)).toEqual(
        Object.fromEntries(
          Object.entries(bundle.processes).map(([id, cause]) => [id, cause === '' ? '' : expect.stringMatching(cause)]),
        ),
      );
    },
  );

  it('a folder and a zip archive of the same files say the same', async () => {
    const {files} = BUNDLES['cockroach'];
    const zip = join(folder, 'debug.zip');
    writeFileSync(zip, zipOf(files));
    const seen = [];
    for (const input of [unpacked('unpacked', files), zip]) {
      const {found, makers, processes} = await openEvidence([input], {}, {});
      seen.push({found, makers, ids: processes.map(({id, moments}) => [id, moments.length])});
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  it('more than two moments are a series', async () => {
    const {processes} = await openEvidence([unpacked('series', BUNDLES['cockroach'].files)], {}, {process: ['node 1']});
    const [{growth, series, worst}] = (await diagnoseCase(processes, {}, {}, () => undefined)).processes;
    expect({growth, worst}).toEqual({growth: undefined, worst: ['info', 'warning', 'warning']});
    expect(series.map(({kind, series: {points}}) => [kind, points.map(({total}) => total)])).toEqual([
      ['goroutine', [100, 210, 403]],
    ]);
    expect(series[0].series.growing[0].stack[0]).toBe('main.(*Feeder).push');
  });
});
