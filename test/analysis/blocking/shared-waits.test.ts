import {describe, expect, it} from 'vitest';
import {type SharedWait, sharedWaits} from '../../../src/analysis/blocking/shared-waits.ts';
import {readProfile} from '../../../src/read.ts';

function shared(text: string): Pick<SharedWait, 'kind' | 'count' | 'isExact'>[] {
  return sharedWaits(readProfile(new TextEncoder().encode(text))).map(({address, count, isExact, kind, rows}) => ({
    kind,
    address: `0x${address.toString(16)}`,
    count,
    isExact,
    rows,
  }));
}

/** One goroutine of these frames, innermost first. */
const goroutine = (id: number, state: string, frames: readonly string[]): string =>
  `goroutine ${id} [${state}, 5 minutes]:\n${frames.map((frame) => `${frame}\n\t/src/x.go:1 +0x1\n`).join('')}\n`;

describe('goroutines that wait for one thing', () => {
  it('share a lock by the outermost frame of sync, whatever lies in it', () => {
    const waiter = (id: number): string =>
      goroutine(id, 'sync.Mutex.Lock', [
        'sync.runtime_SemacquireMutex(0xc000010014, 0x0, 0x1)',
        'sync.(*Mutex).lockSlow(0xc000010010)',
        'sync.(*Mutex).Lock(...)',
        `acme.io/app.(*Server).handle(0xc0000${id}000)`,
      ]);
    expect(shared(waiter(11) + waiter(12) + waiter(13))).toEqual([
      {kind: 'lock', address: '0xc000010010', count: 3, isExact: true, rows: [0, 1, 2]},
    ]);
  });

  it('share a channel by the word of the runtime call, senders and receivers alike', () => {
    const send = goroutine(1, 'chan send', ['runtime.chansend1(0xc000020060, 0xc000001000)', 'acme.io/app.put(0x1)']);
    const receive = goroutine(2, 'chan receive', ['runtime.chanrecv1(0xc000020060, 0x0)', 'acme.io/app.take(0x2)']);
    expect(shared(send + receive)).toEqual([
      {kind: 'channel', address: '0xc000020060', count: 2, isExact: true, rows: [0, 1]},
    ]);
  });

  it('share a channel by the first pointer of the blocking frame where the call is not printed, and that is said', () => {
    const send = (id: number): string =>
      goroutine(id, 'chan send', ['acme.io/app.(*Queue).Put(0xc000030000, 0x7)', `acme.io/app.work(0xc00009${id}000)`]);
    expect(shared(send(1) + send(2))).toEqual([
      {kind: 'channel', address: '0xc000030000', count: 2, isExact: false, rows: [0, 1]},
    ]);
  });

  it('are not those of a select, of the network, of small numbers and of words marked unreliable', () => {
    const texts = [
      goroutine(1, 'select', ['acme.io/app.(*Queue).Run(0xc000030000)']),
      goroutine(2, 'select', ['acme.io/app.(*Queue).Run(0xc000030000)']),
      goroutine(3, 'IO wait', ['internal/poll.runtime_pollWait(0xc000040000, 0x72)']),
      goroutine(4, 'IO wait', ['internal/poll.runtime_pollWait(0xc000040000, 0x72)']),
      goroutine(5, 'chan receive', ['acme.io/app.take(0x2)']),
      goroutine(6, 'chan receive', ['acme.io/app.take(0x2)']),
      goroutine(7, 'chan receive', ['acme.io/app.get(0xc000050000?)']),
      goroutine(8, 'chan receive', ['acme.io/app.get(0xc000050000?)']),
    ];
    expect(shared(texts.join(''))).toEqual([]);
  });
});
