/**
 * Answers that a server made before the page asked: what is open, its flamegraph, and the findings. Each is used once;
 * every other request goes to the page's worker.
 */
import {decodeAnswers} from './answer-encoding.ts';
import type {Request} from './protocol.ts';

/** A request and its answer. The request to open carries no files: who asks it brings them. */
export interface PreloadedAnswer {
  readonly request: Request;
  readonly result: unknown;
}

/** Those that came inside the page, undefined where none did. */
export function readPreloadedAnswers(): PreloadedAnswers | undefined {
  const packed = document.getElementById('pprofx-answers')?.textContent;
  return packed == null ? undefined : new PreloadedAnswers(decodeAnswers(packed) as PreloadedAnswer[]);
}

export class PreloadedAnswers {
  private readonly answers: Map<string, unknown>;

  constructor(answers: readonly PreloadedAnswer[]) {
    this.answers = new Map(answers.map(({request, result}) => [keyOf(request), result]));
  }

  /** The answer, undefined where there is none. */
  take(request: Request): unknown {
    const key = keyOf(request);
    const known = this.answers.get(key);
    this.answers.delete(key);
    return known;
  }
}

function keyOf(request: Request): string {
  if (request.kind === 'open') return request.kind;
  return JSON.stringify(Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1)));
}
