/**
 * Dumps inside what test runners and log stores wrap them in.
 */
import {describe, expect, it} from 'vitest';
import {readText, stackText} from '../../support/profile-text.ts';

const DUMP = `goroutine 1 [chan receive, 5 minutes]:
main.wait(0x1)
\t/src/main.go:10 +0x1d
main.main()
\t/src/main.go:20 +0x2e

goroutine 7 [select]:
main.work()
\t/src/main.go:30 +0x1d
created by main.main
\t/src/main.go:18 +0x3c
`;
const LINES = DUMP.split('\n');
const LAST = LINES.length - 1;

/** The dump as Go's encoding/xml writes text. */
const asXml = DUMP.replaceAll('\n', '&#xA;').replaceAll('\t', '&#x9;');
const junit = (text: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite tests="1"><testcase name="TestX"><failure message="Failed" type="">${text}</failure></testcase></testsuite>\n`;

const nanos = (at: number): string => String(1_700_000_000_000_000_000n + BigInt(at));
const values = LINES.map((line, at) => [nanos(at), line]);
const loki = (pairs: readonly (readonly string[])[]): string =>
  JSON.stringify({status: 'success', data: {resultType: 'streams', result: [{stream: {app: 'a'}, values: pairs}]}});
const elastic = (hits: readonly object[]): string => JSON.stringify({took: 1, hits: {total: {value: 9}, hits}});
const hits = LINES.map((message, at) => ({_source: {'@timestamp': `2026-01-01T00:00:${at + 10}Z`, message}}));
const cloudWatch = {events: LINES.map((message, timestamp) => ({logStreamName: 's', timestamp, message}))};

describe('a dump is read', () => {
  it.each([
    ['in JUnit XML whose line ends are numbers', junit(`panic: test timed out&#xA;&#xA;${asXml}`)],
    ['in JUnit XML with decimal ones, from its first line on', junit(asXml.replaceAll('#xA;', '#10;'))],
    ['of Loki, the newest line first', loki([...values].reverse())],
    ['of Loki, in order', loki(values)],
    [
      'of Loki, all lines of one moment, backwards but for the last',
      loki([
        [nanos(LAST), ''],
        ...values
          .slice(0, LAST)
          .map(([, line]) => [nanos(0), line])
          .reverse(),
      ]),
    ],
    ['of Loki, as one entry', loki([[nanos(0), DUMP]])],
    ['of logcli, an object a line', LINES.map((line) => JSON.stringify({labels: {}, line})).join('\n')],
    ['of Elasticsearch, the newest line first', elastic([...hits].reverse())],
    ['of Elasticsearch, from a container', elastic(LINES.map((log) => ({_source: {log: `${log}\n`}})))],
    ['of CloudWatch', JSON.stringify(cloudWatch)],
    ['of CloudWatch, indented', JSON.stringify(cloudWatch, null, 4)],
    ['behind a word without an end of line', `=== RUN TestX\nhas passed, dumping all stacks${DUMP}`],
  ])('%s', (_, text) => {
    const {goroutines, ...profile} = readText(text);
    const states = Array.from(goroutines?.state ?? [], (row) => goroutines?.states[row].text);
    expect([[...(goroutines?.id ?? [])], states]).toEqual([
      [1, 7],
      ['chan receive', 'select'],
    ]);
    expect(stackText({goroutines, ...profile}, profile.samples.stack[0])).toBe('main.wait < main.main');
    expect(profile.warnings.map(({code}) => code).filter((code) => code !== 'SKIPPED_LINES')).toEqual([]);
  });
});
