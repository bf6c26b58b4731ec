/**
 * Starts the worker: from the server beside the page, or from the block that a report carries it in.
 */
import {decodeBase64} from './base/base64.ts';

declare global {
  /** The worker that boot.ts started before the page's own script was there; taken by the first who asks. */
  var pprofxWorker: Worker | undefined;
}

export async function startWorker(): Promise<Worker> {
  const started = globalThis.pprofxWorker;
  globalThis.pprofxWorker = undefined;
  if (started !== undefined) return started;
  const packed = document.getElementById('pprofx-worker')?.textContent;
  if (packed == null) return new Worker('worker.js', {type: 'module'});
  const script = new Blob([decodeBase64(packed)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const text = await new Response(script, {headers: {'Content-Type': 'text/javascript'}}).blob();
  return new Worker(URL.createObjectURL(text));
}
