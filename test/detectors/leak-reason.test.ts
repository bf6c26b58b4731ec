/**
 * What a leak finding says it was decided on: the limit that decided, and each age once.
 */
import {expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {dump, readIncident} from '../support/incident-text.ts';

/** The reason of the first finding about `senders` beside as many others as make a process of 600. */
function reasonOf(senders: number, state: string): string {
  const process = dump([
    `[${state}] example.com/app.(*Queue).Put by main.main *${senders}`,
    `[IO wait] internal/poll.runtime_pollWait by main.main *${600 - senders}`,
  ]);
  const found = analyze([readIncident(process)]).findings.find(({id}) => id === 'goroutine-leak-chan-send');
  return found?.why.replace(/^.*(?=Decided on:)/s, '') ?? '';
}

test('the share of the process decides on a small crowd, and its limit is printed', () => {
  expect(reasonOf(70, 'chan send')).toBe(
    'Decided on: 70 goroutines, limit 20 from 10% of the process on, 12% of the process.',
  );
});

test('the count decides on a large crowd', () => {
  expect(reasonOf(300, 'chan send')).toBe('Decided on: 300 goroutines, limit 100, 50% of the process.');
});

test('an age that the reason gives is not said again', () => {
  const reason = reasonOf(4, 'chan send, 10 minutes');
  expect(reason).toContain('waiting for at least 10 min');
  expect(reason).not.toContain('Over time');
});
