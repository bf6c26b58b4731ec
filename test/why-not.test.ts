import {describe, expect, test} from 'vitest';
import {analyze} from '../src/analyze.ts';
import {DETECTORS} from '../src/detectors/index.ts';
import type {Profile} from '../src/model/profile.ts';
import {suspicionOf} from '../src/why-not.ts';
import {profileOf} from './support/folded-profile.ts';
import {dump, readIncident} from './support/incident-text.ts';

const suspect = (profile: Profile, name: string, limits = {}) =>
  suspicionOf(analyze([profile], {limits}), DETECTORS, name, limits);

const SERVER =
  '[IO wait] internal/poll.runtime_pollWait(0x7f) < net.(*conn).Read(0xc0#) < net/http.(*connReader).Read(0xc0#) < bufio.(*Reader).Peek(0xc0#) < net/http.(*conn).serve(0xc0#) by net/http.(*Server).Serve *900';

const cpu = profileOf(['main.main;acme.io/app.route 2000000000', ...others(9, 2_000_000_000)], {
  type: 'cpu',
  unit: 'nanoseconds',
  durationSeconds: 30,
});

function others(functions: number, nanos: number): string[] {
  return Array.from({length: functions}, (_, i) => `main.main;acme.io/app/part${i}.Do ${nanos - i}`);
}

describe('what is seen of a function', () => {
  test('goroutines by wait, with share, ages and who is charged', () => {
    const crowd =
      '[select, @300 minutes] acme.io/term.(*Session).attach(0xc0#) < acme.io/term.run(0xc1) by acme.io/term.Exec *60';
    const {sightings} = suspect(readIncident(dump([SERVER, crowd], {stride: 3})), 'acme.io/term.run');
    expect(sightings.length).toBe(1);
    const [seen] = sightings[0].goroutines;
    expect([seen.count, seen.waitClass, seen.chargedTo]).toEqual([60, 'select', 'acme.io/term.(*Session).attach']);
    expect(seen.minutes).toEqual({min: 5, max: 300});
    expect(seen.share).toBeCloseTo(60 / 960, 6);
  });

  test('who only starts goroutines is seen, too', () => {
    const text = dump([SERVER, '[select] acme.io/term.(*Session).attach(0xc0#) by acme.io/term.Exec *60']);
    expect(suspect(readIncident(text), 'acme.io/term.Exec').sightings[0].goroutines[0].count).toBe(60);
  });

  test('values by sample type', () => {
    expect(suspect(cpu, 'acme.io/app.route').sightings[0].values).toEqual([
      {type: 'cpu', unit: 'nanoseconds', flat: 2e9, cum: 2e9, total: 2e9 + 9 * 2e9 - 36},
    ]);
  });

  test('an idle shape says why it was set aside', () => {
    const text = dump(['[chan receive] database/sql.(*DB).connectionOpener(0xc0#) by database/sql.OpenDB *3', SERVER]);
    const [seen] = suspect(readIncident(text), 'database/sql.(*DB).connectionOpener').sightings[0].goroutines;
    expect(seen.idle?.reason).toMatch(/\w/);
  });
});

describe('what kept a function from being a finding', () => {
  const senders = (count: number): Profile =>
    readIncident(dump([SERVER, `[chan send] acme.io/bus.publish.func1(0xc0#) by acme.io/bus.publish *${count}`]));

  test('one limit, with the value that the process has', () => {
    const {mentions, nearMisses} = suspect(senders(70), 'acme.io/bus.publish.func1');
    expect(mentions.filter(({severity}) => severity !== 'info')).toEqual([]);
    const near = nearMisses.filter(({detector}) => detector === 'goroutine-leak-chan-send');
    expect(near.map(({gates}) => gates)).toContainEqual([{limit: 'crowd', value: 100, needed: 70}]);
    expect(near.map(({severity}) => severity)).toContain('warning');
  });

  test('with the needed value it is a finding, and next to it it is not', () => {
    const has = (crowd: number): boolean =>
      analyze([senders(70)], {limits: {'goroutine-leak-chan-send': {crowd}}}).findings.some(
        ({culprit, severity}) => culprit.function === 'acme.io/bus.publish.func1' && severity !== 'info',
      );
    expect([has(70), has(71)]).toEqual([true, false]);
  });

  test('a share, rounded to the side that works', () => {
    const hog = profileOf(
      [
        'main.main;acme.io/app.load 100000000',
        ...Array.from({length: 9}, (_, i) => `main.main;acme.io/p${i}.x 50000000`),
      ],
      {type: 'inuse_space', unit: 'bytes'},
    );
    const near = suspect(hog, 'acme.io/app.load').nearMisses.find(({detector}) => detector === 'heap-hog');
    // 100 of 550 MB.
    expect(near?.gates).toEqual([{limit: 'share', value: 0.3, needed: 0.1818}]);
  });

  test('limits of the user are the ones that count', () => {
    const limits = {'goroutine-leak-chan-send': {crowd: 500}};
    const {nearMisses} = suspect(senders(80), 'acme.io/bus.publish.func1', limits);
    expect(nearMisses.map(({gates}) => gates)).toContainEqual([{limit: 'crowd', value: 500, needed: 80}]);
  });

  test('a finding is mentioned, and nothing kept it', () => {
    const {mentions, nearMisses} = suspect(senders(150), 'acme.io/bus.publish.func1');
    expect(mentions[0]).toMatchObject({detector: 'goroutine-leak-chan-send', isCulprit: true});
    expect(nearMisses.filter(({detector}) => detector === 'goroutine-leak-chan-send')).toEqual([]);
  });
});
