/**
 * What one goroutine never gives back: the turn to run finalizers, a part of a semaphore.
 */
import {describe, expect, test} from 'vitest';
import {analyze} from '../../src/analyze.ts';
import {counts, dump, readIncident} from '../support/incident-text.ts';

const verdicts = (text: string): string[] =>
  analyze([readIncident(text)])
    .findings.filter(({severity}) => severity !== 'info')
    .map(({culprit, evidenceLevel, id}) => `${evidenceLevel} ${id} ${culprit.function}`);

const WRITER = '[running] runtime/pprof.writeGoroutineStacks < net/http/pprof.Index < main.main by main.run';

describe('the finalizer goroutine', () => {
  const FREE = 'acme.io/img.(*Picture).free';

  test.each(['chan send', 'chan receive', 'select', 'sync.WaitGroup.Wait'])('in %s waits for another', (state) => {
    expect(verdicts(dump([WRITER, `[${state}] ${FREE}`]))).toEqual([`possible finalizer-blocked ${FREE}`]);
    expect(verdicts(dump([WRITER, `[${state}, 5 minutes] ${FREE}`]))).toEqual([`likely finalizer-blocked ${FREE}`]);
  });

  test('may wait for a moment for a lock', () => {
    expect(verdicts(dump([WRITER, `[sync.Mutex.Lock] sync.(*Mutex).Lock < ${FREE}`]))).toEqual([]);
  });

  test('shows itself where the form has frames of the runtime', () => {
    const blocked = `1 runtime.gopark < runtime.chansend < runtime.chansend1 < ${FREE} < runtime.runfinq`;
    expect(verdicts(counts(2, [blocked, '1 runtime/pprof.writeGoroutine < main.main']))).toEqual([
      `possible finalizer-blocked ${FREE}`,
    ]);
  });

  test('is not one of several that show no creator, nor a callback of C', () => {
    expect(verdicts(dump([WRITER, `[select] ${FREE}`, '[select] acme.io/img.loop']))).toEqual([]);
    expect(verdicts(dump([WRITER, `[select] ${FREE} < _cgoexp_1_free < runtime.cgocallbackg`]))).toEqual([]);
  });
});

describe('a crowd before a semaphore', () => {
  const WAITING = `[select] golang.org/x/sync/semaphore.(*Weighted).Acquire(0xc0aa00) < acme.io/img.resize(0xc0#) by acme.io/web.serve *150`;

  test('that nobody holds waits for what was not given back', () => {
    expect(verdicts(dump([WRITER, WAITING], {stride: 1.05}))).toEqual([
      'possible goroutine-leak-select acme.io/img.resize',
    ]);
  });

  test('waits for whoever is at work in the same package', () => {
    const holder = '[IO wait] internal/poll.runtime_pollWait < acme.io/img.upload by acme.io/web.other';
    expect(verdicts(dump([WRITER, WAITING, holder], {stride: 1.05}))).toEqual([]);
  });

  test('of a limiter that hands out turns by time is none', () => {
    const paced = WAITING.replace('semaphore.(*Weighted).Acquire', 'rate.(*Limiter).Wait');
    expect(verdicts(dump([WRITER, paced], {stride: 1.05}))).toEqual([]);
  });
});
