/**
 * Waiting for a turn: others that came the same way are past the place.
 */
import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {readText} from '../support/goroutines.ts';

const HEAD = ['goroutine profile: total 400'];

/** Goroutines of one closure: `waiting` at the send in line 20, `busy` in a call that it makes in `line`. */
function dump(waiting: number, busy: number, line: number): string {
  return [
    ...HEAD,
    `${waiting} @ 0x43a0b6 0x4066dd 0x4064bd 0x4a1000 0x46a581`,
    '#\t0x4064bc\truntime.chansend1+0x1c\t/go/src/runtime/chan.go:145',
    '#\t0x4a0fff\tacme.io/img.resizeAll.func1+0x3f\t/src/img/all.go:20',
    '',
    ...(busy === 0
      ? []
      : [
          `${busy} @ 0x43a0b6 0x44a7e5 0x4a2000 0x4a1050 0x46a581`,
          '#\t0x44a7e4\ttime.Sleep+0x124\t/go/src/runtime/time.go:195',
          '#\t0x4a1fff\tacme.io/img.resize+0x3f\t/src/img/one.go:9',
          `#\t0x4a104f\tacme.io/img.resizeAll.func1+0x8f\t/src/img/all.go:${line}`,
          '',
        ]),
  ].join('\n');
}

const verdict = (text: string): string => {
  const first = analyze([readText(text)]).findings.find(
    ({culprit}) => culprit.function === 'acme.io/img.resizeAll.func1',
  );
  return `${first?.severity}`;
};

test('a crowd before a semaphore is none of senders that are stuck, while some work in a slot', () => {
  expect(verdict(dump(392, 8, 22))).toBe('info');
});

test('nobody past the place: stuck', () => {
  expect(verdict(dump(400, 0, 0))).toBe('warning');
});

test('those that come to the place later say nothing of it', () => {
  expect(verdict(dump(392, 8, 18))).toBe('warning');
});

test('one that is past it does not speak for thousands', () => {
  expect(verdict(dump(3000, 1, 22))).toBe('critical');
});
