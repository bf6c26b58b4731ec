/**
 * Crowds of goroutines as people report them, under names that no signature knows, and healthy crowds beside them.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {troubles} from '../support/diagnosis.ts';
import {readIncident} from '../support/incident-text.ts';
import {atWork} from './cases/daily.ts';
import {HEALTHY_CROWDS} from './cases/healthy-crowds.ts';
import {SICK_CROWDS} from './cases/sick-crowds.ts';

const first = (text: string) =>
  troubles(analyze([readIncident(text)])).map(({culprit, id}) => `${id} ${culprit.function}`);

describe('write loops of an HTTP client', () => {
  const writers = (count: number) =>
    `[select, @155 minutes] net/http.(*persistConn).writeLoop(0xc0#) by net/http.(*Transport).dialConn *${count}`;
  const idle = (count: number) =>
    `[IO wait] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < bufio.(*Reader).Peek(0xc0#) < net/http.(*persistConn).readLoop(0xc0#) by net/http.(*Transport).dialConn *${count}`;

  test('a crowd of them without read loops is a leak', () => {
    expect(first(atWork([writers(900)]))[0]).toMatch(/^connection-leak .*persistConn\)\.writeLoop/);
  });

  test('read loops account for them', () => {
    expect(first(atWork([writers(900), idle(900)]))).toEqual([]);
  });

  test('where some bodies are left open, those are spoken of', () => {
    const open = '[select] net/http.(*persistConn).readLoop(0xc0#) by net/http.(*Transport).dialConn *700';
    expect(first(atWork([writers(900), idle(200), open]))).toEqual([expect.stringMatching(/persistConn\)\.readLoop/)]);
  });
});

describe('a crowd is blamed on the function it stands in', () => {
  test.each(SICK_CROWDS)('%s', (_, text, finding) => {
    expect(first(text)[0]).toMatch(finding);
  });
});

describe('a healthy crowd is left alone', () => {
  test.each(HEALTHY_CROWDS)('%s', (_, text) => {
    expect(first(text)).toEqual([]);
  });
});

describe('with one fact changed it is not urgent any more', () => {
  const urgency = (text: string): string => analyze([readIncident(text)]).findings[0]?.severity ?? 'none';
  const growing = '[select, @2000 minutes] acme.io/term.(*Session).attach(0xc0#) by acme.io/term.Exec *220';
  const partner =
    '[IO wait, @2000 minutes] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < acme.io/term.(*Session).copy(0xc0#) by acme.io/term.Exec *220';
  const calls = '[chan receive] acme.io/rpc.(*Call).await(0xc0#) < acme.io/rpc.Invoke(0xc1)';

  test.each([
    ['growth', atWork([growing]), 'warning'],
    ['growth, each beside an open connection', atWork([growing, partner]), 'info'],
    ['the same age for all', atWork([growing.replace('@2000', '2000')], 1), 'info'],
    ['one by one', atWork([`${calls} by acme.io/gate.forward *600`], 3), 'warning'],
    [
      'one by one, in handlers',
      atWork([`${calls} < net/http.(*conn).serve(0xc2) by net/http.(*Server).Serve *600`], 3),
      'info',
    ],
    ['most of the process', atWork([`${calls} by acme.io/gate.forward *600`], 1.5), 'warning'],
    [
      'most of the process, all on one object',
      atWork([`${calls.replace('0xc0#', '0xc0aa00')} by acme.io/gate.forward *600`], 1.5),
      'info',
    ],
    ['in one go', atWork([`${calls} by acme.io/gate.forward *600`], 1), 'info'],
  ])('%s', (_, text, severity) => {
    expect(urgency(text)).toBe(severity);
  });
});
