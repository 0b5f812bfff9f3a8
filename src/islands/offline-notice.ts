/** Says what became of the copy for reading offline, at the foot of the page; a newer version at its edge. */
import type { News } from './service-worker.ts';

const WORDS: Record<News, string> = {
  available: 'Available offline: the whole site now opens without a network.',
  full: 'Not available offline: this browser has no room left for a copy of the site.',
  newer: 'A newer version is here.',
};

let notice: HTMLElement | undefined;

function button(label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', press);
  return made;
}

/** Reads the newer version, here; other tabs stay as they are. */
function takeOver({ waiting }: ServiceWorkerRegistration): void {
  // Another tab may have taken it over already.
  if (!waiting) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  waiting.postMessage('take over');
}

/** Says a piece of news. It is spoken, since it comes into a part that says so when it changes. */
export function say(news: News, registration: ServiceWorkerRegistration): void {
  const sentence = document.createElement('span');
  if (!notice) {
    notice = document.createElement('p');
    notice.setAttribute('role', 'status');
    document.querySelector('footer .colophon')!.before(notice);
  }
  notice.className = news === 'newer' ? 'news at-edge' : 'news';
  notice.replaceChildren(sentence);
  if (news === 'newer') {
    notice.append(
      button('Reload', () => takeOver(registration)),
      button('Later', () => notice!.replaceChildren()),
    );
  }
  // What stands in a new element is not read out; what comes into it is.
  requestAnimationFrame(() => (sentence.textContent = WORDS[news]));
}
