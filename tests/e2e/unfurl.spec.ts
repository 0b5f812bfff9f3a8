/** Reads every unit's address from the served site as chats do. */
import ogs from 'open-graph-scraper';
import { unfurl } from 'unfurl.js';
import { expect, inject, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import { cardsOf } from '#domain/course/card.ts';
import { larderOf } from '#domain/course/course.ts';

const site = inject('siteUrl');
const course = readCourse('src/content');
const cards = cardsOf(course, larderOf(course));
const served = (address: string) => new URL(address.slice(1), site).href;
/** The address on this server of one that names the site's own origin. */
const here = (url: string | undefined) => new URL(new URL(url ?? '').pathname, site).href;

/** Runs the work for every card, some at a time. */
async function forEachCard(work: (card: (typeof cards)[number]) => Promise<void>): Promise<void> {
  const left = cards.values();
  const run = async () => {
    for (const card of left) await work(card);
  };
  await Promise.all(Array.from({ length: 8 }, run));
}

/**
 * Chats ask for gzip: the best that Brotli can do takes a minute for all pages. A connection that is kept is
 * closed by the server while the cards are compared, which the next request would learn too late.
 */
const fetchOptions = { headers: { 'accept-encoding': 'gzip', connection: 'close' } };
const readings = new Map<string, ReturnType<typeof ogs>>();
/** What open-graph-scraper got and made of a page, which every test below takes from one reading. */
function reading(address: string): ReturnType<typeof ogs> {
  const known = readings.get(address);
  if (known) return known;
  const urlValidatorSettings = { require_tld: false } as never;
  const begun = ogs({ url: served(address), urlValidatorSettings, fetchOptions });
  readings.set(address, begun);
  return begun;
}

it('open-graph-scraper shows the card of every unit', { timeout: 180_000 }, async () => {
  let read = 0;
  await forEachCard(async ({ address, title, description }) => {
    const { result } = await reading(address);
    expect([result.ogTitle, result.ogDescription], address).toEqual([title, description]);
    expect(result.ogImage?.[0]?.width, address).toBe('1200');
    read++;
  });
  expect(read).toBe(cards.length);
});

it('unfurl.js shows the card of every unit', { timeout: 180_000 }, async () => {
  let read = 0;
  await forEachCard(async ({ address, title, description }) => {
    const { open_graph: graph, twitter_card: twitter } = await unfurl(served(address));
    expect([graph?.title, graph?.description], address).toEqual([title, description]);
    expect(graph?.images?.[0]?.height, address).toBe(630);
    expect(twitter?.card, address).toBe('summary_large_image');
    read++;
  });
  expect(read).toBe(cards.length);
});

it(
  'the first 32 kB, which are all that Slack reads, hold the card',
  { timeout: 60_000 },
  async () => {
    await forEachCard(async ({ address, title }) => {
      const html = Buffer.from((await reading(address)).html!);
      const { result } = await ogs({ html: html.subarray(0, 32_768).toString() });
      expect(result.ogTitle, address).toBe(title);
      // Discord shows at most 256 letters of a title and 350 of a description.
      expect(result.ogTitle!.length).toBeLessThanOrEqual(256);
      expect(result.ogDescription!.length).toBeLessThanOrEqual(350);
    });
  },
);

it('who follows og:url, as Facebook does, finds the same card', { timeout: 60_000 }, async () => {
  await forEachCard(async ({ address }) => {
    const { html, result } = await reading(address);
    const followed = await fetch(here(result.ogUrl), { ...fetchOptions, redirect: 'error' });
    expect(followed.status, address).toBe(200);
    expect((await followed.text()) === html, address).toBe(true);
  });
});

it('every picture is served as a PNG', { timeout: 60_000 }, async () => {
  await forEachCard(async ({ address }) => {
    const { result } = await reading(address);
    const picture = await fetch(here(result.ogImage?.[0]?.url), fetchOptions);
    expect([picture.status, picture.headers.get('content-type')], address).toEqual([
      200,
      'image/png',
    ]);
    await picture.arrayBuffer();
  });
});
