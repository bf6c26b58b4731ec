/**
 * How a static page gets its profiles, besides drops: `#url=` in its address, and messages of a page that embeds it.
 *
 * Runs before the page's own script, which sees the rest of the address; what arrives is dropped onto the page. docs/site.md
 * describes both.
 */

/** What a page that embeds this one posts. */
interface OpenMessage {
  readonly pprofx: 'open';
  readonly files: readonly {readonly name: string; readonly bytes: ArrayBuffer}[];
}

/** Origins that may post files, as the page was built. */
const EMBEDDERS = (document.querySelector<HTMLMetaElement>('meta[name="pprofx-embedders"]')?.content ?? '')
  .split(' ')
  .filter((origin) => origin !== '');

/** Addresses of profiles in the page's fragment, which are removed there: the rest is the page's own. */
function urlsOfAddress(): string[] {
  const params = new URLSearchParams(location.hash.slice(1));
  const urls = params
    .getAll('url')
    .filter((url) => URL.canParse(url, location.href))
    .map((url) => new URL(url, location.href).href);
  params.delete('url');
  if (urls.length > 0) history.replaceState(history.state, '', `#${params}`);
  return urls;
}

/** @throws Error that says why there is none */
async function fetchFile(url: string): Promise<File> {
  const response = await fetch(url).catch(() => undefined);
  if (response === undefined) {
    throw new Error(
      'no answer; or this page may not ask that origin (build:site --connect), or it does not allow it (CORS)',
    );
  }
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return new File([await response.blob()], new URL(url).pathname.split('/').at(-1) || url);
}

/** Opens all that can be had, and says above the page what could not. */
async function openAll(urls: readonly string[]): Promise<void> {
  const files = await Promise.all(
    urls.map((url) =>
      fetchFile(url).catch((error: Error) => {
        const alert = document.createElement('p');
        alert.className = 'banner bad';
        alert.role = 'alert';
        alert.textContent = `Not opened: ${url}: ${error.message}.`;
        document.body.prepend(alert);
        return undefined;
      }),
    ),
  );
  const fetched = files.filter((file) => file !== undefined);
  if (fetched.length > 0) drop(fetched);
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

const urls = urlsOfAddress();
addEventListener('message', ({data: message, origin}) => {
  if (!EMBEDDERS.includes(origin) || !isOpenMessage(message)) return;
  drop(message.files.map(({bytes, name}) => new File([bytes], name)));
});
// The page's own script is a module: it has run by then.
addEventListener('DOMContentLoaded', () => {
  void openAll(urls);
  // Without content, so any page may hear it.
  if (parent !== window && EMBEDDERS.length > 0) parent.postMessage({pprofx: 'ready'}, '*');
  if (isSecureContext && 'serviceWorker' in navigator) void navigator.serviceWorker.register('offline.js');
});
