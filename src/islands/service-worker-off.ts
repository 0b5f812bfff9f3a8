/**
 * Stands in the place of the service worker in a build with OFFLINE=off: it gives up whatever an earlier
 * one kept, and leaves. What readers ticked and wrote is kept elsewhere and stays.
 */
import { CACHE_PREFIX } from '#domain/offline/version.ts';

declare const registration: ServiceWorkerRegistration;
declare const skipWaiting: () => Promise<void>;

async function leave(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
  await registration.unregister();
}

addEventListener('install', () => void skipWaiting());
addEventListener('activate', (event) =>
  (event as Event & { waitUntil(work: Promise<void>): void }).waitUntil(leave()),
);
