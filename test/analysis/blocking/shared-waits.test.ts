import {describe, expect, it} from 'vitest';
import {type SharedWait, sharedWaits} from '../../../src/analysis/blocking/shared-waits.ts';
import {dump, readIncident} from '../../support/incident-text.ts';

function shared(...goroutines: readonly string[]): Pick<SharedWait, 'kind' | 'count' | 'isExact'>[] {
  return sharedWaits(readIncident(dump(goroutines))).map(({address, count, isExact, kind, rows}) => ({
    kind,
    address: `0x${address.toString(16)}`,
    count,
    isExact,
    rows,
  }));
}

describe('goroutines that wait for one thing', () => {
  it('share a lock by the outermost frame of sync, whatever lies in it', () => {
    const waiter =
      '[sync.Mutex.Lock, 5 minutes] sync.runtime_SemacquireMutex(0xc000010014, 0x0, 0x1) < sync.(*Mutex).lockSlow(0xc000010010) < sync.(*Mutex).Lock(...) < acme.io/app.(*Server).handle(#) *3';
    expect(shared(waiter)).toEqual([{kind: 'lock', address: '0xc000010010', count: 3, isExact: true, rows: [0, 1, 2]}]);
  });

  it('share a channel by the word of the runtime call, senders and receivers alike', () => {
    const send = '[chan send, 5 minutes] runtime.chansend1(0xc000020060, 0xc000001000) < acme.io/app.put(0x1)';
    const receive = '[chan receive, 5 minutes] runtime.chanrecv1(0xc000020060, 0x0) < acme.io/app.take(0x2)';
    expect(shared(send, receive)).toEqual([
      {kind: 'channel', address: '0xc000020060', count: 2, isExact: true, rows: [0, 1]},
    ]);
  });

  it('share a channel by the first pointer of the blocking frame where the call is not printed, and that is said', () => {
    const send = '[chan send, 5 minutes] acme.io/app.(*Queue).Put(0xc000030000, 0x7) < acme.io/app.work(#) *2';
    expect(shared(send)).toEqual([{kind: 'channel', address: '0xc000030000', count: 2, isExact: false, rows: [0, 1]}]);
  });

  it('are not those of a select, of the network, of small numbers and of words marked unreliable', () => {
    expect(
      shared(
        '[select, 5 minutes] acme.io/app.(*Queue).Run(0xc000030000) *2',
        '[IO wait, 5 minutes] internal/poll.runtime_pollWait(0xc000040000, 0x72) *2',
        '[chan receive, 5 minutes] acme.io/app.take(0x2) *2',
        '[chan receive, 5 minutes] acme.io/app.get(0xc000050000?) *2',
      ),
    ).toEqual([]);
  });

  it('come with the most waited for first, then in the order of the dump, and none for one alone', () => {
    const found = shared(
      '[chan receive, 5 minutes] runtime.chanrecv1(0xc000020060, 0x0) < acme.io/app.a(0x2) *2',
      '[chan receive, 5 minutes] runtime.chanrecv1(0xc000030060, 0x0) < acme.io/app.b(0x2) *2',
      '[chan receive, 5 minutes] runtime.chanrecv1(0xc000040060, 0x0) < acme.io/app.c(0x2)',
      '[sync.Cond.Wait, 5 minutes] sync.runtime_notifyListWait(0xc000050060, 0x0) < sync.(*Cond).Wait(0xc000050050) < acme.io/app.d(0x2) *3',
    );
    expect(found.map(({count, kind}) => `${count} ${kind}`)).toEqual(['3 condition', '2 channel', '2 channel']);
    expect(found.slice(1)).toMatchObject([
      {address: '0xc000020060', rows: [0, 1]},
      {address: '0xc000030060', rows: [2, 3]},
    ]);
  });
});
