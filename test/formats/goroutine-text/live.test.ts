/**
 * A dump of a real process with a recent runtime.
 */
import {describe, expect, test} from 'vitest';
import {readText} from '../../support/goroutines.ts';
import {esbuildDump} from '../../support/live.ts';

describe('esbuild on SIGQUIT', () => {
  test('all its headers become goroutines, none is lost or invented', async () => {
    const text = await esbuildDump();
    const ids = [...text.matchAll(/^goroutine (\d+) .*\[.*\]:$/gm)].map(([, id]) => Number(id));
    const profile = readText(text);
    expect(ids.length).toBeGreaterThan(5);
    expect([...(profile.goroutines?.id ?? [])]).toEqual(ids);
    expect(profile.samples.stack.every((stack) => stack >= 0)).toBe(true);
  });
});
