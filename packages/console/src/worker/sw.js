// Keeps the shell of the console: its page, scripts and styles. Answers of the API are never kept and never touched.
const version = '__VERSION__';
const files = ['__FILES__'];
const shell = `countersign-shell-${version}`;
const page = '/';
const always = ['/theme.js', '/favicon.svg', '/manifest.webmanifest', '/icon-192.png'];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(shell).then(async (cache) => {
      const fresh = [page, ...always].map((path) => new Request(path, { cache: 'reload', credentials: 'same-origin' }));
      await cache.addAll([...fresh, ...files]);
    }),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => {
      const old = names.filter((name) => name.startsWith('countersign-shell-') && name !== shell);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    }),
  );
});

// The page asks for it when a person wishes the new version, or when no work is open.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});

const isShell = (path) => files.includes(path) || always.includes(path);
const isPage = (path) => !/^\/(v1|docs|assets|healthz|readyz|metrics|openapi\.json)(\/|$)/.test(path);

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === 'POST' && pathname === '/v1/claims/give-back') return outlive(event);
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(fetch(request).then(pageOrKept, kept));
  else if (isShell(pathname)) event.respondWith(caches.match(request, { cacheName: shell }).then((found) => found ?? fetch(request)));
});

/** A page that closes gives its items back: whatever it leaves to the browser is lost with it, what the worker sends is not. */
function outlive(event) {
  const sent = fetch(event.request);
  event.waitUntil(sent.catch(() => undefined));
  event.respondWith(sent);
}

const kept = async () => (await caches.match(page, { cacheName: shell })) ?? Response.error();

/** A proxy's error page must not take the place of the console, which can wait for the server by itself. */
const pageOrKept = (response) => ([502, 503, 504].includes(response.status) ? kept() : response);
