/**
 * The thread that makes what a page shows first: its answers do not depend on its pictures.
 */
import {readFileSync} from 'node:fs';
import {Worker} from 'node:worker_threads';
import {describe, expect, it} from 'vitest';
import type {PageWork} from '../../../src/cli/server/page-thread.ts';
import type {PreparedPage} from '../../../src/render/html/page.ts';
import {samplePath} from '../../support/samples.ts';

describe('the thread that prepares a page', () => {
  it('answers even where the page cannot be built', async () => {
    const bytes = readFileSync(samplePath('replicaset-flood/heap-before.pb.gz'));
    const built = (name: string): URL => new URL(`../../dist/${name}`, import.meta.url);
    const work: PageWork = {
      worker: built('viewer/worker.js').href,
      page: built('viewer/no-such-page.js').href,
      inputs: [{name: 'heap.pb.gz', url: 'input/0', size: bytes.length}],
      bytes: [new Uint8Array(bytes).buffer],
      options: {},
    };
    const thread = new Worker(built('cli/server/page-thread.js'), {workerData: work});
    const made = await new Promise<PreparedPage>((resolve, reject) => {
      thread.on('message', resolve);
      thread.on('error', reject);
    });
    await thread.terminate();
    expect(made.pictures).toEqual([]);
    expect(new TextDecoder().decode(made.answers)).toContain('ReplicaSet');
    expect(made.flame?.length).toBeGreaterThan(1000);
  });
});
