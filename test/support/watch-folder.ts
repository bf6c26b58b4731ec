/**
 * A folder as `pprofx watch` leaves it, made by the watcher itself over a simulated service; nothing waits.
 */
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {writeManifest} from '../../src/cli/collect/folder.ts';
import {Watcher, type WatchSettings} from '../../src/cli/watch/watcher.ts';
import {readProfile} from '../../src/read.ts';
import {counts} from './incident-text.ts';

const START = 1.79e9;
const EVERY_SECONDS = 60;

/** A watcher that tells nobody and keeps everything, unless the settings say otherwise. */
export function quietWatcher(settings: Pick<WatchSettings, 'folder' | 'source'> & Partial<WatchSettings>): Watcher {
  return new Watcher({
    analysis: {},
    keepBytes: 2 ** 30,
    cooldown: 3600,
    report: async () => undefined,
    complain: () => undefined,
    ...settings,
  });
}

/** Leaks ten goroutines a minute, and raises its alarm once they are a hundred; the heap breathes. */
export async function leakingWatch(rounds: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'));
  let current = 0;
  const files = (): Record<string, string> => {
    const leaked = 10 * (current + 1);
    const bytes = (current % 2 === 0 ? 40 : 50) * 2 ** 20;
    const heap = `1: ${bytes} [2: ${2 * bytes}]`;
    return {
      'goroutine.pb.gz': counts(leaked + 4, [`${leaked} main.leak < main.handle`, '4 main.serve < main.main']),
      'heap.pb.gz': `heap profile: ${heap} @ heap/2\n${heap} @ 0x1\n#\t0x1\tmain.cache+0x1\t/app/x.go:1\n`,
    };
  };
  const take = async (root: string): Promise<void> => {
    mkdirSync(join(root, 'shop', 'web-1'), {recursive: true});
    const taken = Object.entries(files());
    for (const [file, text] of taken) writeFileSync(join(root, 'shop', 'web-1', file), text);
    const takenAt = new Date((START + current * EVERY_SECONDS) * 1000).toISOString();
    const profiles = taken.map(([file]) => ({kind: file.split('.')[0], path: '', takenAt, millis: 1, file}));
    await writeManifest(root, {
      schemaVersion: 1,
      version: '0',
      startedAt: takenAt,
      options: {kinds: [], seconds: 1},
      processes: [{id: 'shop/web-1', way: 'url', profiles}],
    });
  };
  const source = {
    round: async (root: string) => {
      await take(root);
      const profiles = Object.entries(files()).map(([name, text]) =>
        readProfile(new TextEncoder().encode(text), {name}),
      );
      return {seen: [{id: 'shop/web-1', profiles, startTime: 'once'}], read: [], slowestMillis: 1};
    },
    full: take,
  };
  const watcher = quietWatcher({folder, source});
  for (; current < rounds; current++) await watcher.round(new Date((START + current * EVERY_SECONDS) * 1000));
  return folder;
}
