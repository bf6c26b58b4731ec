/**
 * A command that is run with an alarm: what it gets, and that it never stops the watch.
 */
import {existsSync, mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {run} from '../../../src/cli/watch/notify.ts';
import {isRunning} from '../../support/fake-cluster.ts';

async function complaintsOf(command: string, millis?: number): Promise<string[]> {
  const complaints: string[] = [];
  await run(command, '{"text":"x"}', (line) => complaints.push(line), millis);
  return complaints;
}

describe('--exec', () => {
  it('gets the alarm on standard input, and may leave it unread', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'notify-')), 'alarm');
    expect(await complaintsOf(`cat > ${path}`)).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe('{"text":"x"}');
    expect(await complaintsOf('true')).toEqual([]);
  });

  it('that fails is said', async () => {
    expect(await complaintsOf('exit 3')).toEqual(['--exec ended with exit code 3']);
  });

  it('that hangs is ended with all that it has started', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'notify-')), 'pid');
    const pidOf = (): number => (existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0);
    expect(await complaintsOf(`sleep 600 & echo $! > ${path}; wait`, 500)).toEqual(['--exec was ended after 0.5 s']);
    while (pidOf() !== 0 && isRunning(pidOf())) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
