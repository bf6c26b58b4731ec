/**
 * Sources as go tool pprof completes them: a host and port without a scheme, and the CPU profile where a URL has no path.
 */
import {existsSync} from 'node:fs';
import {isUrl} from '../input/mask-url.ts';

/** Whether a word is `localhost:6060/debug/pprof/heap` and the like. */
export function isHostAndPort(word: string): boolean {
  return /^(?:[a-z0-9][a-z0-9.-]*|\[[0-9a-f:]+\]):\d{1,5}(?:\/|$)/i.test(word);
}

/** The URL of a source; anything else as it is. */
export function completedSource(source: string): string {
  const url = isHostAndPort(source) && !existsSync(source) ? `http://${source}` : source;
  const hasPath = !isUrl(url) || !/^https?:\/\/[^/?#]+\/?$/i.test(url);
  return hasPath ? url : `${url.replace(/\/$/, '')}/debug/pprof/profile`;
}
