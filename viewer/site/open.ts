/**
 * How a static page gets its profiles, besides drops: `#url=` in its address, and messages of a page that embeds it.
 *
 * Runs before the page's own script, which sees the rest of the address; what arrives is dropped onto the page. docs/site.md
 * describes both.
 */
import {addressesIn, fetchFile} from './fetch-file.ts';

/** What a page that embeds this one posts. */
interface OpenMessage {
  readonly pprofx: 'open';
  readonly files: readonly {readonly name: string; readonly bytes: ArrayBuffer}[];
}

/** Origins that may post files, as the page was built. */
const EMBEDDERS = (document.querySelector<HTMLMetaElement>('meta[name="pprofx-embedders"]')?.content ?? '')
  .split(' ')
  .filter((origin) => origin !== '');

/** What the page's fragment says of profiles is removed there: the rest is the page's own. */
function takeAddresses(): ReturnType<typeof addressesIn> {
  const asked = addressesIn(location.hash, location.href);
  const params = new URLSearchParams(location.hash.slice(1));
  if (params.has('url')) {
    params.delete('url');
    history.replaceState(history.state, '', `#${params}`);
  }
  return asked;
}

/** Opens all that can be had, and says above the page what could not. */
async function openAll({problems, urls}: ReturnType<typeof addressesIn>): Promise<void> {
  for (const problem of problems) complain(problem);
  const files = await Promise.all(
    urls.map((url) => fetchFile(url).catch((error: unknown) => complain(`${url}: ${(error as Error).message}`))),
  );
  const fetched = files.filter((file) => file !== undefined);
  if (fetched.length > 0) drop(fetched);
}

function complain(problem: string): undefined {
  const alert = document.createElement('p');
  alert.className = 'banner bad';
  alert.role = 'alert';
  alert.textContent = `Not opened: ${problem}.`;
  document.body.prepend(alert);
}

function drop(files: readonly File[]): void {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, cancelable: true}));
}

function isOpenMessage(message: unknown): message is OpenMessage {
  const {files, pprofx} = (message ?? {}) as Partial<OpenMessage>;
  return (
    pprofx === 'open' &&
    Array.isArray(files) &&
    files.every(({bytes, name}) => bytes instanceof ArrayBuffer && typeof name === 'string')
  );
}

const asked = takeAddresses();
addEventListener('message', ({data: message, origin}) => {
  if (!EMBEDDERS.includes(origin) || !isOpenMessage(message)) return;
  drop(message.files.map(({bytes, name}) => new File([bytes], name)));
});
// The page's own script is a module: it has run by then.
addEventListener('DOMContentLoaded', () => {
  void openAll(asked);
  // Without content, so any page may hear it.
  if (parent !== window && EMBEDDERS.length > 0) parent.postMessage({pprofx: 'ready'}, '*');
  if (isSecureContext && 'serviceWorker' in navigator) void navigator.serviceWorker.register('offline.js');
});
