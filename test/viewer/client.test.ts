import {afterEach, describe, expect, it, vi} from 'vitest';
import {causeOf, UNREACHABLE, UNREACHABLE_HINT} from '../../viewer/base/unreachable.ts';
import {Client, type RequestFailure} from '../../viewer/client.ts';
import type {PreloadedAnswers} from '../../viewer/preloaded-answers.ts';
import type {Numbered, Request} from '../../viewer/protocol.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** How a request fails when the worker ends; `answers` come before that. */
async function failureAfter(answers: number): Promise<RequestFailure['failure']> {
  const worker = {
    onmessage: (_: unknown) => undefined,
    onerror: (_: unknown) => undefined,
    postMessage: () => {
      for (let i = 0; i < answers; i++) worker.onmessage({data: {id: 0, result: null}});
      worker.onerror({preventDefault: () => undefined, message: undefined});
    },
  };
  vi.stubGlobal('pprofxWorker', worker);
  const failed = new Client().request({kind: 'match', pattern: '', names: []});
  return failed.then(
    () => Promise.reject(new Error('no failure')),
    (error: RequestFailure) => error.failure,
  );
}

describe('a worker that ends without a message', () => {
  it('before its first answer did not load', async () => {
    expect(await failureAfter(0)).toMatchObject({code: 'UNREACHABLE', message: UNREACHABLE, hint: UNREACHABLE_HINT});
  });

  it('after an answer may have run out of memory', async () => {
    expect(await failureAfter(1)).toMatchObject({code: 'WORKER', message: expect.stringContaining('memory')});
  });
});

it('a worker that did not load opens the inputs when it is asked again', async () => {
  const asked: string[] = [];
  const start = (isThere: boolean): void => {
    const worker = {
      onmessage: (_: unknown) => undefined,
      onerror: (_: unknown) => undefined,
      postMessage: ({id, request}: Numbered) => {
        if (!isThere) return worker.onerror({preventDefault: () => undefined});
        asked.push(request.kind);
        return worker.onmessage({data: {id, result: request.kind}});
      },
    };
    vi.stubGlobal('pprofxWorker', worker);
  };
  vi.stubGlobal('requestAnimationFrame', (call: () => void) => setTimeout(call, 0));
  const known = {take: ({kind}: Request) => (kind === 'open' ? 'opened' : undefined)};
  const client = new Client(known as unknown as PreloadedAnswers);
  await client.request({kind: 'open'} as unknown as Request);
  const match: Request = {kind: 'match', pattern: '', names: []};
  start(false);
  await expect(client.request(match)).rejects.toThrow(UNREACHABLE);
  start(true);
  expect(await client.request(match)).toBe('match');
  expect(asked).toEqual(['open', 'match']);
});

describe('a part of the page that does not load', () => {
  it.each([
    'Failed to fetch dynamically imported module: http://localhost:1/table.js',
    'error loading dynamically imported module: http://localhost:1/table.js',
    'Importing a module script failed.',
    'Failed to fetch',
  ])('is named by its cause, not by "%s"', (message) => {
    expect(causeOf(new TypeError(message))).toBe(`${UNREACHABLE}; ${UNREACHABLE_HINT}`);
  });

  it('is no cause of other failures', () => {
    expect(causeOf(new Error('no input is open'))).toBe('no input is open');
  });
});
