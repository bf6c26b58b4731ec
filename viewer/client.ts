/**
 * The page's side of the worker: numbered requests, progress, and Cancel, which ends the worker and starts a new one.
 */
import {sayLater} from '../src/base/language/say.ts';
import {afterFrames} from './base/frames.ts';
import {causeOf, isUnreachable, UNREACHABLE, UNREACHABLE_HINT} from './base/unreachable.ts';
import type {PreloadedAnswers} from './preloaded-answers.ts';
import type {Failure, Numbered, OpenRequest, Progress, Reply, Request} from './protocol.ts';
import {startWorker} from './start-worker.ts';

/** What a request that failed rejects with. */
export class RequestFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailure) return error.failure;
  return {code: 'PAGE', message: causeOf(error), input: '', where: '', hint: ''};
}

/** The worker does not know that a module it could not load is no bug. */
function named(failure: Failure): Failure {
  return isUnreachable(failure.message)
    ? {...failure, code: 'UNREACHABLE', message: UNREACHABLE, hint: UNREACHABLE_HINT}
    : failure;
}

const LONGEST_FRAME_MILLIS = 200;

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  onProgress?: ((progress: Progress) => void) | undefined;
}

export class Client {
  private worker: Promise<Worker> | undefined;
  private nextId = 1;
  /** Whether the running worker's script was loaded. */
  private hasAnswered = false;
  private readonly pending = new Map<number, Pending>();
  private first: PreloadedAnswers | undefined;
  /** Opened from a preloaded answer; the worker has not opened it yet. */
  private unopened: OpenRequest | undefined;
  /** Settles once the worker has opened it. */
  private opening: Promise<unknown> = Promise.resolve();

  /** @param first  answers used, once each, instead of asking the worker */
  constructor(first?: PreloadedAnswers) {
    this.first = first;
  }

  /** `T` is what the protocol says of the request's result. */
  request<T>(request: Request, onProgress?: (progress: Progress) => void): Promise<T> {
    const known = this.first?.take(request);
    if (request.kind === 'open') {
      this.unopened = known === undefined ? undefined : request;
      // The remaining answers are about other inputs.
      if (known === undefined) this.first = undefined;
      this.opening = Promise.resolve();
    }
    if (known !== undefined) return Promise.resolve(known as T);
    if (this.unopened !== undefined) {
      this.openNow(this.unopened);
    }
    return this.opening.then(() => this.ask<T>(request, onProgress));
  }

  /** A worker that did not load has opened nothing: the next request tries again. */
  private openNow(request: OpenRequest): void {
    this.unopened = undefined;
    const opening = this.ask(request);
    this.opening = opening;
    opening.catch((error: unknown) => {
      const isLost = error instanceof RequestFailure && error.failure.code === 'UNREACHABLE';
      if (isLost && this.opening === opening) this.unopened = request;
    });
  }

  private ask<T>(request: Request, onProgress?: (progress: Progress) => void): Promise<T> {
    const id = this.nextId++;
    const message: Numbered = {id, request};
    return new Promise<T>((resolve, reject) => {
      this.pending.set(id, {resolve: resolve as (result: unknown) => void, reject, onProgress});
      this.running().then(
        (worker) => worker.postMessage(message),
        (error: unknown) => this.stopped(error instanceof Error ? error.message : String(error)),
      );
    });
  }

  /** Cancels all work at once. */
  cancel(): void {
    void this.worker?.then((worker) => worker.terminate());
    this.worker = undefined;
    this.unopened = undefined;
    this.failAll({code: 'CANCELLED', message: 'cancelled', input: '', where: '', hint: ''});
  }

  private running(): Promise<Worker> {
    this.worker ??= this.start().then((worker) => {
      this.hasAnswered = false;
      worker.onmessage = ({data}: MessageEvent<Reply>) => this.receive(data);
      worker.onerror = (event) => {
        event.preventDefault();
        // A script that did not load fails without a message, before the worker's first answer.
        if (!event.message && !this.hasAnswered) this.fail('UNREACHABLE', UNREACHABLE, UNREACHABLE_HINT);
        else this.stopped(event.message || sayLater('the worker stopped, perhaps for lack of memory'));
      };
      return worker;
    });
    return this.worker;
  }

  /** Preloaded answers are drawn before the worker starts: the two would compete for the processor. */
  private async start(): Promise<Worker> {
    if (this.first !== undefined) await afterFrames(4, LONGEST_FRAME_MILLIS);
    return startWorker();
  }

  private stopped(message: string): void {
    this.fail('WORKER', message, sayLater('pprofx analyze needs less memory for large files'));
  }

  private fail(code: string, message: string, hint: string): void {
    this.worker = undefined;
    this.failAll({code, message, input: '', where: '', hint});
  }

  private receive(reply: Reply): void {
    this.hasAnswered = true;
    const pending = this.pending.get(reply.id);
    if (pending === undefined) return;
    if ('progress' in reply) {
      pending.onProgress?.(reply.progress);
      return;
    }
    this.pending.delete(reply.id);
    if ('error' in reply) pending.reject(new RequestFailure(named(reply.error)));
    else pending.resolve(reply.result);
  }

  private failAll(failure: Failure): void {
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const {reject} of waiting) reject(new RequestFailure(failure));
  }
}
