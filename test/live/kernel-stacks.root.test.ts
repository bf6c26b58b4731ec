/**
 * Kernel stacks of processes that run now. Only root may read them; other users see it fail and say so.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {readText} from '../support/threads.ts';

const started: ChildProcess[] = [];

function start(command: string, ...args: readonly string[]): number {
  // A terminal ends with the input of `script`, so that stays open.
  const child = spawn(command, args, {stdio: ['pipe', 'ignore', 'ignore'], detached: true});
  started.push(child);
  if (child.pid === undefined) throw new Error(`${command} did not start`);
  return child.pid;
}

beforeAll(() => {
  expect(process.getuid?.(), 'these tests read /proc/PID/stack: run them as root').toBe(0);
});

afterAll(() => {
  // Each leads a process group of its own.
  for (const {pid, exitCode} of started) if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGKILL');
});

/** A file of /proc, '' where its process has ended or is none that root may look at. */
function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function processes(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
}

/** The process itself and all below it. */
function familyOf(pid: number): number[] {
  const parents = processes().map((each) => [each, Number(/\) \S (\d+)/.exec(procFile(each, 'stat'))?.[1])] as const);
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

/** The stack of the first process of the family that waits in the function, as `cat` prints it. */
async function stackIn(pid: number, name: string): Promise<string> {
  for (;;) {
    for (const member of familyOf(pid)) {
      const stack = procFile(member, 'stack');
      if (stack.includes(`${name}+`)) return `# cat /proc/${member}/stack\n${stack}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the stack of a process', () => {
  it.each([
    ['that waits for its child', ['sh', '-c', 'sleep 600; true'], 'do_wait', 'kernel/child'],
    ['that sleeps', ['sleep', '600'], 'hrtimer_nanosleep', 'kernel/sleep'],
    ['that reads a pipe', ['sh', '-c', 'sleep 600 | cat'], 'pipe_read', 'kernel/pipe-read'],
    ['that reads a terminal', ['script', '-qec', 'cat', '/dev/null'], 'n_tty_read', 'kernel/terminal-input'],
  ] as const)('%s is known for what it is', async (_, [command, ...args], name, signature) => {
    const text = await stackIn(start(command, ...args), name);
    const [finding] = analyze([readText(text)]).findings;
    expect({signature: finding.signature, text}).toEqual({signature, text});
  });

  it('with threads in a futex shows them', async () => {
    const pid = start(
      'sh',
      '-c',
      'exec "$0" -e "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"',
      process.execPath,
    );
    const text = await stackIn(pid, 'futex_wait');
    expect(analyze([readText(text)]).findings[0]?.signature).toBe('kernel/futex');
  });
});

describe('this machine', () => {
  it('is read completely, and what idles on it is set aside', () => {
    const text = processes()
      .map((pid) => `== /proc/${pid} ${procFile(pid, 'comm')}${procFile(pid, 'stack')}`)
      .join('');
    const {findings, suppressed} = analyze([readText(text)]);
    expect(findings.filter(({severity}) => severity === 'critical')).toEqual([]);
    expect(suppressed.map(({id}) => id)).toContain('kernel/kernel-thread');
  });
});
