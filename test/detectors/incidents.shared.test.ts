import {describe, expect, test} from 'vitest';
import {analyzeIncident, analyzeTable, incidents, troubles} from '../support/diagnosis.ts';

/** What a finding must speak of to have explained the mechanism. */
const SPEAKS_OF: Readonly<Record<string, RegExp>> = {
  deadlock: /lock|WaitGroup/,
  'goroutine-leak-chan-send': /send/,
  'goroutine-leak-chan-receive': /receiv|wait/,
  'connection-leak': /connection|stream|channel|bod/i,
  'gc-pressure': /garbage/i,
  'hot-function': /CPU time/,
  'heap-deserialization': /decod/,
  'timer-leak': /ticker|timer/i,
};

describe('incidents', () => {
  test.each(incidents().filter(({healthy}) => !healthy))('$id: the first finding names the culprit', (incident) => {
    const [first] = analyzeIncident(incident).findings;
    expect(first?.culprit.function).toMatch(new RegExp(incident.culprit));
    expect(`${first?.title} ${first?.why}`).toMatch(SPEAKS_OF[incident.mechanism] ?? /./);
  });

  test.each(incidents().filter(({input}) => input === 'top.txt'))(
    '$id is judged alike from the table itself',
    (incident) => {
      const [first] = troubles(analyzeTable(incident));
      if (incident.healthy) expect(first).toBeUndefined();
      else expect(first?.culprit.function).toMatch(new RegExp(incident.culprit));
    },
  );

  test.each(incidents().filter(({healthy}) => healthy))('$id is healthy', (incident) => {
    expect(troubles(analyzeIncident(incident)).map(({title}) => title)).toEqual([]);
  });
});
