import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import { elementsOf, readSite } from '../../build/check-pages.ts';
import { readLedger } from '../../build/ledger.ts';
import { parseAddress } from '#domain/course/address.ts';
import { unitsOf } from '#domain/course/course.ts';

const site = readSite('dist');
const file = (address: string) => readFileSync(join('dist', address, 'index.html'));
const pages = unitsOf(readCourse('src/content')).map(({ address }) => {
  const html = file(address);
  const tags = [...elementsOf(parse(html.toString()))].filter(({ tagName }) => tagName === 'meta');
  const content = (name: string): string =>
    tags
      .find(({ attrs }) => attrs.some(({ value }) => value === name))
      ?.attrs.find((attribute) => attribute.name === 'content')?.value ?? '';
  return { address, html, content, isPart: parseAddress(address)?.part !== undefined };
});
const parts = pages.filter(({ isPart }) => isPart);
const addresses = (list: { address: string }[]) => list.map(({ address }) => address);
const pathOf = (url: string) => new URL(url).pathname;

describe('an address', () => {
  it('of the ledger is a page, whatever became of its unit', () => {
    for (const address of readLedger()) expect(file(address).length, address).toBeGreaterThan(0);
  });

  it('of a part has its place on the page of the entry, under the id that was published', () => {
    const published = readLedger().flatMap((address) => parseAddress(address) ?? []);
    const parts = published.filter(({ part }) => part !== undefined);
    const ids = new Map(site.pages.map((page) => [page.path, new Set(page.ids)]));
    const lost = parts.filter(
      ({ collection, entry, part }) => !ids.get(`/${collection}/${entry}/`)?.has(part!),
    );
    expect(parts.length).toBeGreaterThan(1000);
    expect(lost).toEqual([]);
  });

  it('is a page that leads nowhere else by itself', () => {
    expect(addresses(pages.filter(({ html }) => html.includes('http-equiv="refresh"')))).toEqual(
      [],
    );
  });

  it('of a part is kept out of search engines, and the page of an entry is not', () => {
    const hidden = pages.filter(({ content }) => content('robots') === 'noindex,follow');
    expect(addresses(hidden)).toEqual(addresses(parts));
  });

  it('of an entry is in the sitemap, and that of a part is not', () => {
    const listed = readFileSync('dist/sitemap-0.xml', 'utf8');
    const isListed = ({ address }: { address: string }) => listed.includes(`${address}</loc>`);
    expect(addresses(pages.filter(isListed))).toEqual(
      addresses(pages.filter(({ isPart }) => !isPart)),
    );
  });

  it('of a part weighs at most 6 kB as a document, compressed', () => {
    const heavy = parts.filter(({ html }) => brotliCompressSync(html).length > 6000);
    expect(addresses(heavy)).toEqual([]);
  });
});

describe('a card', () => {
  it('stands in the first 4,096 bytes of the page', () => {
    const late = pages.filter(({ html }) => html.indexOf('property="og:image:alt"') > 4096 - 200);
    expect(addresses(late)).toEqual([]);
    expect(pages.every(({ html }) => html.includes('property="og:image:alt"'))).toBe(true);
  });

  it('has a title of its own of at most 60 bytes', () => {
    const titles = pages.map(({ content }) => content('og:title'));
    expect(new Set(titles).size).toBe(pages.length);
    expect(titles.filter((title) => title === '' || Buffer.byteLength(title) > 60)).toEqual([]);
  });

  it('has 80 to 200 bytes of words, and none of them are the site’s', () => {
    const words = pages.map(({ content }) => content('og:description'));
    const outside = (text: string) => Buffer.byteLength(text) < 80 || Buffer.byteLength(text) > 200;
    expect(words.filter(outside)).toEqual([]);
    expect(words.filter((text) => text.includes('takes a marketer into'))).toEqual([]);
  });

  it('is set as the page is, without straight quotation marks, and so are the words of search engines', () => {
    const straight = pages.filter(({ content }) =>
      ['og:title', 'og:description', 'description'].some((name) => /['"]/.test(content(name))),
    );
    expect(addresses(straight)).toEqual([]);
  });

  it('names the page itself, and asks for a large picture', () => {
    const astray = pages.filter(
      ({ address, content }) =>
        pathOf(content('og:url')) !== address || content('twitter:card') !== 'summary_large_image',
    );
    expect(addresses(astray)).toEqual([]);
  });

  it('has a picture of its own: a PNG of 1200 by 630 and at most 100 kB', () => {
    const pictures = new Set(pages.map(({ content }) => pathOf(content('og:image'))));
    expect(pictures.size).toBe(pages.length);
    for (const path of pictures) {
      const png = readFileSync(join('dist', path));
      expect(png.subarray(1, 4).toString(), path).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)], path).toEqual([1200, 630]);
      expect(png.length, path).toBeLessThanOrEqual(100_000);
    }
  });
});
