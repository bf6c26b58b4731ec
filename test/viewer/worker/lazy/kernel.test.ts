import {expect, it} from 'vitest';
import {kernelLockup as realLockup} from '../../../../src/detectors/kernel-lockup.ts';
import {kernelWait as realWait} from '../../../../src/detectors/kernel-wait.ts';
import {kernelStacksFormat as realFormat} from '../../../../src/formats/kernel/index.ts';
import {evidenceIn, kernelLockup, kernelStacksFormat, kernelWait} from '../../../../viewer/worker/lazy/kernel.ts';

it.each([
  [kernelWait, realWait],
  [kernelLockup, realLockup],
  [kernelStacksFormat, realFormat],
])('what stands for a part is called as the part', ({id, title}, real) => {
  expect({id, title}).toEqual({id: real.id, title: real.title});
});

it('a text that could not hold kernel stacks loads nothing', () => {
  const head = new TextEncoder().encode('main.f;main.g 12\ngoroutine 1 [running]:\n');
  expect(kernelStacksFormat.sniff(head, true)).toBe(false);
  expect(evidenceIn(['a line', 'goroutine 1 [running]:'])).toBe('goroutines');
  expect(evidenceIn(['a line'])).toBe(undefined);
});

it.each(['[<0>] do_wait+0x1/0x2', 'INFO: task a:1 blocked for more than 120 seconds.', '  PID WCHAN COMMAND'])(
  '%s loads the real reader',
  (line) => {
    expect(() => kernelStacksFormat.sniff(new TextEncoder().encode(line), true)).toThrow(
      expect.objectContaining({load: expect.any(Function)}),
    );
  },
);
