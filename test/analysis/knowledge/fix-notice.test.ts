/**
 * The release that holds the fix of a known bug, as findings show it.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../../src/analyze.ts';
import type {Signature} from '../../../src/model/signature.ts';
import {readIncident} from '../../support/incident-text.ts';

const known: Signature = {
  id: 'own/reply',
  verdict: 'goroutine-leak',
  stack: ['ask.(*Client).answer'],
  atLeast: 5,
  title: 'Replies after the deadline are sent to nobody.',
  advice: ['Lengthen the deadline.'],
  fixedIn: 'Ask v2.4.0 (acme.io/ask@v1.10.2)',
  hits: ['acme.io/ask.(*Client).answer 5 [send]'],
  misses: ['acme.io/ask.(*Client).answer 4 [send]'],
};

function firstAdvice(folder: string, signature = known): string | undefined {
  const goroutine = (id: number): string =>
    `goroutine ${id} [chan send, 40 minutes]:\nacme.io/ask.(*Client).answer(0xc000010, 0x1)\n\t/go/${folder}/client.go:40 +0x1d\ncreated by acme.io/ask.(*Client).Ask\n\t/go/${folder}/client.go:20 +0x8f\n`;
  const text = Array.from({length: 60}, (_, i) => goroutine(i + 20)).join('\n');
  const {findings} = analyze([readIncident(text)], {signatures: [signature]});
  expect(findings[0]?.signature).toBe('own/reply');
  return findings[0].advice[0];
}

describe('a known bug names the release that holds its fix', () => {
  test.each([
    ['src/ask', 'Fixed in Ask v2.4.0 (acme.io/ask v1.10.2). Compare it with the version of this process.'],
    ['pkg/mod/acme.io/ask@v1.9.12', /built with v1\.9\.12, which is older/],
    ['pkg/mod/acme.io/ask@v1.10.2-0.20260101000000-abcdefabcdef', /abcdef, which is older/],
    ['pkg/mod/acme.io/ask@v1.10.2', /v1\.10\.2, which holds that fix: the cause is another one/],
    ['pkg/mod/acme.io/ask@v1.11.0', /v1\.11\.0, which holds that fix/],
  ])('source in %s', (folder, advice) => {
    expect(firstAdvice(folder)).toEqual(typeof advice === 'string' ? advice : expect.stringMatching(advice));
  });

  test('without one nothing is said of releases', () => {
    const {fixedIn, ...unfixed} = known;
    expect(fixedIn).toBeDefined();
    expect(firstAdvice('src/ask', unfixed)).toBe('Lengthen the deadline.');
  });
});
