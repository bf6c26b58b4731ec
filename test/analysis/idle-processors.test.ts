/**
 * Recordings of a machine with processors that have nothing to do.
 */
import {expect, it} from 'vitest';
import {openCase} from '../../src/analysis/case/case.ts';
import {inputWarnings} from '../../src/analysis/case/data-quality.ts';
import {cpuInputs} from '../../src/analysis/case/profile-values.ts';
import {analyze} from '../../src/analyze.ts';
import {readText, sampleLines} from '../support/profile-text.ts';

const times = (count: number, comm: string, ...frames: string[]): string =>
  `${comm} 0 [001] 1.000001: 100000000 cpu-clock:\n${frames.map((name) => `\tffff81 ${name}+0x1 ([kernel.kallsyms])\n`).join('')}\n`.repeat(
    count,
  );
const IDLE = times(900, 'swapper', 'native_safe_halt', 'default_idle', 'do_idle', 'cpu_startup_entry');
const INTERRUPT = times(5, 'swapper', 'net_rx_action', '__do_softirq', 'do_idle', 'cpu_startup_entry');
const WORK = times(95, 'app', 'main.hash', 'main.main');

it('an idle machine has nothing hot', () => {
  expect(analyze([readText(IDLE)]).findings).toEqual([]);
});

it('the share is that of busy processors, interrupts among them; tables keep all', () => {
  const profile = readText(IDLE + INTERRUPT + WORK);
  const [finding] = analyze([profile]).findings;
  expect(finding.title).toBe('main.hash takes 95% of the CPU time');
  const subject = openCase([profile]);
  expect(cpuInputs(subject).map(({stacks}) => stacks.total)).toEqual([10_000_000_000]);
  expect(inputWarnings(subject.inputs[0])).toEqual([
    {
      code: 'IDLE_PROCESSORS',
      message: expect.stringMatching(/^90s of 100s are samples of idle processors \(swapper\)/),
    },
  ]);
  expect(sampleLines(profile)).toHaveLength(3);
});

it('a profile without them is left as it is', () => {
  const {inputs} = openCase([readText(WORK)]);
  const [input] = cpuInputs(openCase([readText(WORK)]));
  expect(inputWarnings(inputs[0])).toEqual([]);
  expect(input.stacks.total).toBe(9_500_000_000);
});
