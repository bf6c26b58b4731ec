/**
 * The service worker of the static page: keeps all its files, so that it opens without a network.
 *
 * scripts/build-site.mjs puts their names and a hash of their content in front; another build has another hash.
 */
/* global FILES, VERSION */
const CACHE = `pprofx-${VERSION}`;

addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
  globalThis.skipWaiting();
});

addEventListener('activate', (event) => {
  event.waitUntil(removeOthers().then(() => globalThis.clients.claim()));
});

/** Caches of other builds of this page; those of other pages of the origin stay. */
async function removeOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('pprofx-') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

addEventListener('fetch', (event) => {
  const {method, url} = event.request;
  if (method !== 'GET' || !url.startsWith(globalThis.registration.scope)) return;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(event.request, {ignoreSearch: true}))
      .then((kept) => kept ?? fetch(event.request)),
  );
});
