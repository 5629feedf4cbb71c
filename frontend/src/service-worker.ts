// What works while no page is open: messages are shown, and lead to their page; and while there is no network, a page
// says so in place of the browser's own. Nothing of anybody is kept: what is kept is the same for all.
const worker = self as unknown as ServiceWorkerGlobalScope;
const KEPT = "lifow-offline-1";
const OFFLINE = "/offline/";

interface Shown {
  title: string;
  action: string;
  url: string;
  icon: string;
  tag: string;
  lang: string;
}

async function keepOffline(): Promise<void> {
  const [kept, page] = await Promise.all([caches.open(KEPT), fetch(OFFLINE, { cache: "reload" })]);
  const styles = [...(await page.clone().text()).matchAll(/<link rel="stylesheet" href="([^"]+)"/g)];
  await Promise.all([kept.put(OFFLINE, page), ...styles.map(([, address]) => kept.add(address!))]);
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function orKept(request: Request, kept: string): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await caches.match(kept);
    if (found) return found;
    throw error;
  }
}

async function open(address: string): Promise<void> {
  const windows = await worker.clients.matchAll({ type: "window" });
  const there = windows.find((one) => one.url === address) ?? windows[0];
  if (!there) return void (await worker.clients.openWindow(address));
  await there.navigate(address);
  await there.focus();
}

worker.addEventListener("install", (event) => event.waitUntil(keepOffline().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(orKept(request, OFFLINE));
  else if (request.destination === "style") event.respondWith(orKept(request, request.url));
});
worker.addEventListener("push", (event) => {
  const { title, action, url, ...rest } = event.data?.json() as Shown;
  event.waitUntil(worker.registration.showNotification(title, { body: action, data: url, ...rest }));
});
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data as string));
});
