/**
 * Has the site kept for reading offline after the first visit, unless the reader said no, or the browser
 * is to save data and the reader did not say yes. What becomes of it is said by a part that loads then.
 */

/** Where the reader's choice is kept: "on" or "off". islands/offline-choice.ts changes it. */
const CHOICE = 'crossover-offline';

/** Whether this build has a worker; while the site is being developed there is none. */
declare const KEEPS_OFFLINE: boolean;

async function start(): Promise<void> {
  const { connection, serviceWorker } = navigator as Navigator & {
    connection?: { saveData?: boolean };
  };
  const choice = localStorage.getItem(CHOICE) ?? (connection?.saveData ? 'off' : 'on');
  if (choice === 'off') return;
  const registration = await serviceWorker.register(`${import.meta.env.BASE_URL}service-worker.js`);
  const say = (news: 'available' | 'newer' | 'full') =>
    import('./offline-notice.ts').then(
      (notice) => notice.say(news, registration),
      // The page is being left, or the line is gone: the next page tells it.
      () => undefined,
    );
  serviceWorker.onmessage = ({ data }) => void say(data as 'newer');
  if (registration.waiting) void say('newer');
}

// A browser that keeps nothing for the site keeps no copy either: the site is the same without one.
if (KEEPS_OFFLINE && import.meta.env.PROD) {
  for (const occasion of ['load', 'offline-choice'])
    addEventListener(occasion, () => start().catch(() => undefined));
}
