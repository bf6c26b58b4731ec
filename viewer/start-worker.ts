/**
 * Starts the worker: from the server beside the page, or from the block that a report carries it in.
 */

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
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const script = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const text = await new Response(script, {headers: {'Content-Type': 'text/javascript'}}).blob();
  return new Worker(URL.createObjectURL(text));
}
