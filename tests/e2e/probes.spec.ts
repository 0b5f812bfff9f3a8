/**
 * Texts that would be markup, script or a way into a prototype, put wherever somebody else can put a text:
 * into an address, a field, a file, what the browser keeps. None may run, throw, become an element or be
 * stopped by the policy alone, since another host may send no policy.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { markdownToHtml } from 'satteri';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { encodeStates } from '#domain/progress/link.ts';
import { toNote } from '#domain/progress/record.ts';
import { TOOLS } from '#domain/tools/all.ts';
import { encodeTyped } from '#domain/tools/link.ts';
import type { Tool } from '#domain/tools/tool.ts';
import { connectBrowser } from './browser.ts';
import { inPage } from './engine.ts';
import { CUT_SHORT, firefoxPath, startFirefox } from './firefox.ts';

const site = inject('siteUrl');
const addressOf = (place: string) => new URL(place, site).href;

const PROBES = JSON.parse(
  readFileSync(new URL('../corpus/markup-probes.json', import.meta.url), 'utf8'),
) as string[];
/** Where each text costs a load of a page: forty of all kinds, and all of them in the long run. */
const LOADED = process.env['LONG']
  ? PROBES
  : PROBES.filter((_, place) => (place * 41) % PROBES.length < 41);
/** Texts that a link of a tool carries at once. */
const LINKED = 8;

/** What the page under test is watched with; `begin` names the text that is tried next. */
interface Watch {
  begin: (probe: string) => void;
  /** What went wrong so far, each with the text that was tried then. */
  findings: () => string[];
}
declare const watch: Watch;

/**
 * Watches a page from within, in any engine: the mark of a script that ran, elements and attributes that only
 * a parsed text makes, what the policy refused, and prototypes. It must know nothing of this file.
 */
function installWatch(): void {
  const found = new Set<string>();
  let tried = '';
  /** Whether the page was read to its end, which has scripts and descriptions of its own. */
  let isRead = document.body !== null && document.readyState !== 'loading';
  const report = (what: string): void =>
    void found.add(`${what}, trying ${JSON.stringify(tried).slice(0, 200)}`);
  const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
  const namesOf = () => prototypes.map((each) => Reflect.ownKeys(each).map(String).join()).join();
  const clean = namesOf();
  /** No page of the site makes any of them after it was read, and none has a class "born". */
  const FOREIGN =
    '.born, img, iframe, frame, object, embed, base, math, mtext, mglyph, video, audio, source, marquee, ' +
    'foreignObject, animate, [srcdoc], [autofocus], [formaction], mark mark, body body, svg script';
  const LATE = 'script:not([src]), style, meta, form[action]';
  const isForeign = (element: Element): boolean =>
    element.matches(FOREIGN) ||
    (isRead && element.matches(LATE)) ||
    [...element.attributes].some(
      ({ name, value }) =>
        /^on/i.test(name) ||
        (/(^|:)(href|src|action|data)$/i.test(name) &&
          // As a browser reads an address: spaces and signs that do not show count for nothing.
          /^[\u0000-\u0020]*(j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|data|vbscript)\s*:/i.test(
            value,
          )),
    );
  const check = (element: Element): void => {
    if (isForeign(element)) report(`an element was made: ${element.outerHTML.slice(0, 120)}`);
  };
  const take = (changes: MutationRecord[]): void => {
    for (const { target, addedNodes, type } of changes) {
      if (type === 'attributes') check(target as Element);
      for (const node of addedNodes)
        if (node instanceof Element) [node, ...node.querySelectorAll('*')].forEach(check);
    }
  };
  const observer = new MutationObserver(take);
  observer.observe(document, { subtree: true, childList: true, attributes: true });
  addEventListener('DOMContentLoaded', () => {
    take(observer.takeRecords());
    isRead = true;
  });
  addEventListener('securitypolicyviolation', (event) =>
    report(
      `the policy alone stopped ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`,
    ),
  );
  const watched: Watch = {
    begin: (probe) => (tried = probe),
    findings: () => {
      if ('__pwn' in globalThis) report('a script ran');
      if ('polluted' in {} || namesOf() !== clean) report('a prototype was changed');
      take(observer.takeRecords());
      return [...found];
    },
  };
  Object.assign(globalThis, { watch: watched });
}

const errors: string[] = [];
let browser: Browser;
let context: BrowserContext;
let page: Page;
let count = 0;

beforeAll(async () => {
  browser = await connectBrowser(...inject('browserEndpoints'));
});
afterAll(() => browser.close());

beforeEach(async () => {
  context = await browser.newContext({ reducedMotion: 'reduce', serviceWorkers: 'block' });
  await context.addInitScript(installWatch);
  page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('dialog', (dialog) => void dialog.dismiss());
});
afterEach(async () => {
  await context.close();
  expect(errors.splice(0)).toEqual([]);
});

const open = async (place: string): Promise<void> => void (await page.goto(addressOf(place)));

/** Opens pages with one text after the other, a few side by side. */
async function eachOnArrival(
  probes: string[],
  work: (tab: Page, probe: string, at: number) => Promise<void>,
): Promise<void> {
  const list = [...probes.entries()];
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      // Each in a browser's memory of its own.
      const own = await browser.newContext({ reducedMotion: 'reduce', serviceWorkers: 'block' });
      try {
        await own.addInitScript(installWatch);
        const tab = await own.newPage();
        tab.on('pageerror', (error) => errors.push(error.message));
        for (let next = list.shift(); next; next = list.shift()) await work(tab, next[1], next[0]);
      } finally {
        await own.close();
      }
    }),
  );
}

/** Puts a text under keys of the site before a page of it is opened. */
async function keep(tab: Page, names: string[], text: string): Promise<void> {
  if (!tab.url().startsWith(site)) await tab.goto(addressOf('robots.txt'));
  await tab.evaluate(
    ([keys, kept]) => {
      for (const key of keys) localStorage.setItem(`crossover-${key}`, kept);
    },
    [names, text] as const,
  );
}

/** Counts what was tried, and expects that the page has nothing to tell of it. */
async function expectCalm(tried: number, tab = page): Promise<void> {
  count += tried;
  expect(await tab.evaluate(() => watch.findings())).toEqual([]);
}

/** An address's texts as people and programs write them. */
const written = (probe: string): string[] => [probe, encodeURIComponent(probe.toWellFormed())];

/** Texts in turn, each of them once at least, in as many rounds as that takes. */
function roundsOf(width: number): string[][] {
  const rounds = Math.ceil(PROBES.length / width);
  return Array.from({ length: rounds }, (_, round) =>
    Array.from({ length: width }, (__, at) => PROBES[(round * width + at) % PROBES.length]!),
  );
}

/** Links of a tool that carry the texts, each link in as many fields as there is room for. */
function typedLinks(tool: Tool): Attempt[] {
  const names = tool.groups.flatMap(({ fields }) => fields.map(({ name }) => name));
  const columns = (tool.list?.columns ?? []).map(({ name }) => name);
  return PROBES.flatMap((_, at) => {
    if (!process.env['LONG'] && at % LINKED > 0) return [];
    const texts = PROBES.slice(at, at + LINKED);
    const textsOf = (among: string[]) =>
      Object.fromEntries(among.map((name, place) => [name, texts[place % texts.length]!]));
    const items = tool.list ? [textsOf(columns)] : [];
    const fragments = [
      encodeTyped(tool, { fields: textsOf(names), items }),
      ...texts.map((text, place) =>
        encodeTyped(tool, { fields: { [names[place % names.length]!]: text }, items: [] }),
      ),
    ];
    return fragments
      .slice(0, fragments[0] === undefined ? undefined : 1)
      .flatMap((fragment) =>
        fragment === undefined ? [] : [{ probe: texts.join(' '), fragment, count: texts.length }],
      );
  });
}

/** A text that is tried as a fragment; with `count` texts at once. */
interface Attempt {
  probe: string;
  fragment: string;
  count: number;
}

const attempts = (fragmentsOf: (text: string) => string): Attempt[] =>
  PROBES.flatMap((probe) =>
    written(probe).map((text) => ({ probe, fragment: fragmentsOf(text), count: 1 })),
  );

/** Places whose fragment is read, and the fragments that make the most of the texts. */
const FRAGMENTS: { name: string; place: string; tried: Attempt[] }[] = [
  { name: 'the part of a lesson', place: 'learn/start/', tried: attempts((text) => text) },
  { name: 'a link of progress', place: 'progress/', tried: attempts((text) => `p=${text}`) },
  {
    name: 'a link of a tool',
    place: 'tools/rice-worksheet/',
    tried: attempts((text) => `t=${text}`),
  },
  ...(await Promise.all(
    Object.entries(TOOLS).map(async ([id, load]) => ({
      name: `what a link of the tool ${id} carries`,
      place: `tools/${id}/`,
      tried: typedLinks(await load()),
    })),
  )),
];

/** Moves to each fragment in turn within the page. It must know nothing of this file. */
async function visitFragments(tried: Attempt[]): Promise<void> {
  for (const { probe, fragment } of tried) {
    watch.begin(probe);
    const moved = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    const before = location.href;
    location.hash = fragment;
    if (location.href !== before) await moved;
  }
}

const countOf = (tried: Attempt[]) => tried.reduce((sum, { count: each }) => sum + each, 0);

/** What stands under a key, in the shapes that whoever reads it may look for. */
const shapesOf = (probe: string): string[] => [
  probe,
  JSON.stringify(probe),
  JSON.stringify([probe, { title: probe }]),
  JSON.stringify({ title: probe, href: probe, fields: probe, items: probe }),
  JSON.stringify({ title: probe, href: '/learn/start/' }),
  `{"title":{},"href":["/learn/"],"__proto__":{"polluted":1},"fields":{"__proto__":{"polluted":1}}}`,
  `${probe}=2 start-inside/memo=${probe} ${probe}`,
];

/** Paths that a browser takes for another host. */
const ELSEWHERE = ['//example/', '/\\example/', '/\t/example/', '///example/', '//example'];

/** Whether the island of a place has come alive. */
const isAlive = () =>
  document.querySelector('tool-form:not([data-ready]), my-progress:not([data-ready])') === null;

describe('a text that would be markup does nothing', () => {
  it.each(FRAGMENTS)('as $name', async ({ place, tried }) => {
    await open(place);
    await page.waitForFunction(isAlive);
    await page.evaluate(visitFragments, tried);
    await expectCalm(countOf(tried));
  });

  it('as a search in an address', async () => {
    await open('search/');
    await page.locator('.search input').waitFor();
    // A new element opens the search of the address, as that of a new page does.
    await page.evaluate(async (probes) => {
      for (const probe of probes) {
        watch.begin(probe);
        history.replaceState(null, '', `?q=${encodeURIComponent(probe.toWellFormed())}`);
        document.querySelector('[data-search-page]')!.replaceChildren();
        const search = document.querySelector('site-search')!;
        search.replaceWith(search.cloneNode(true));
        while (!document.querySelector('.search .status')?.textContent)
          await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }, PROBES);
    await expectCalm(PROBES.length);
  });

  it('as the path of a page that is not there', async () => {
    // Something that ends like a page, so that the note has something to offer.
    await open('nowhere/cohorts/');
    await page.locator('arrival-note a').first().waitFor();
    await page.evaluate(async (probes) => {
      for (const probe of probes) {
        watch.begin(probe);
        history.replaceState(null, '', `/${encodeURIComponent(probe.toWellFormed())}/cohorts/`);
        const note = document.querySelector('arrival-note')!;
        const fresh = note.cloneNode(true) as HTMLElement;
        fresh.querySelector('p')!.replaceChildren();
        note.replaceWith(fresh);
        while (!fresh.querySelector('a')) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }, LOADED);
    await expectCalm(LOADED.length);
  });

  it('as the order of a quiz and the part of it on arrival, with what the browser kept of colors, ticks and words told', async () => {
    await eachOnArrival(LOADED, async (tab, probe, at) => {
      await keep(tab, ['scheme', 'ticks', 'told', 'offline'], shapesOf(probe)[at % 7]!);
      const [, text] = written(probe);
      await tab.goto(addressOf(`quizzes/start-inside/?order=${text}#${text}`));
      await tab.waitForFunction(() => document.querySelector('.order a:last-child[href]'));
      await expectCalm(6, tab);
    });
  });

  it('in addresses of pages that are opened anew: a search, a path, a link of progress and of a tool', async () => {
    await eachOnArrival(LOADED, async (tab, probe, at) => {
      if (!process.env['LONG'] && at % 4 > 0) return;
      const [, text] = written(probe);
      // A server may answer in words of its own to what is no path at all.
      const name = encodeURIComponent(probe.toWellFormed().replaceAll('\0', '').slice(0, 200));
      const places = [
        `search/?q=${text}`,
        `learn/${name}/`,
        `progress/#p=${text}`,
        `tools/rice-worksheet/#t=${text}`,
      ];
      for (const place of process.env['LONG'] ? places : [places[(at / 4) % 4]!]) {
        await tab.goto('about:blank');
        await tab.goto(addressOf(place));
        await tab.waitForFunction(isAlive);
        await expectCalm(1, tab);
      }
    });
  });

  it('in the box of the search, alone and beside what is found', async () => {
    await open('');
    await page.keyboard.press('Control+k');
    const field = page.getByRole('dialog').getByRole('textbox');
    await field.waitFor();
    await page.evaluate(async (probes) => {
      const input = document.querySelector<HTMLInputElement>('dialog input')!;
      const search = async (text: string): Promise<void> => {
        const done = new Promise((resolve) =>
          addEventListener('search-done', resolve, { once: true }),
        );
        input.value = text;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        if (input.value.trim() !== '') await done;
      };
      for (const [at, probe] of probes.entries()) {
        watch.begin(probe);
        await search(at % 2 ? probe : `retention ${probe}`);
      }
    }, PROBES);
    await expectCalm(PROBES.length);
  });

  it('in what the browser kept of searches', async () => {
    await open('robots.txt');
    await page.evaluate((probes) => {
      localStorage.setItem('crossover-searches', JSON.stringify([...probes, null, 5, {}]));
    }, PROBES);
    await open('');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('button').nth(PROBES.length).waitFor();
    await expectCalm(PROBES.length);
  });

  it('in what the browser kept of the lesson last read, which leads to this site alone', async () => {
    await open('robots.txt');
    await keep(page, ['place', 'scheme', 'ticks'], shapesOf(PROBES[0]!)[3]!);
    await open('');
    const foreign = await page.evaluate(
      (list) => {
        const found: string[] = [];
        for (const shape of list) {
          watch.begin(shape);
          localStorage.setItem('crossover-place', shape);
          const place = document.querySelector('continue-reading')!;
          const fresh = place.cloneNode(true) as HTMLElement;
          place.replaceWith(fresh);
          const { origin, href } = fresh.querySelector('a')!;
          if (origin !== location.origin) found.push(href);
        }
        return found;
      },
      [
        ...PROBES.flatMap(shapesOf),
        ...ELSEWHERE.map((href) => JSON.stringify({ title: 'a', href })),
      ],
    );
    expect(foreign).toEqual([]);
    await expectCalm(PROBES.length);
  });

  it.each(Object.keys(TOOLS))('in what the browser kept of the tool %s', async (id) => {
    await open(`tools/${id}/`);
    await page.waitForFunction(isAlive);
    const names = await page
      .locator('tool-form fieldset [data-field]')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLElement).dataset['field']!));
    const kept = roundsOf(process.env['LONG'] ? 1 : names.length).map((texts) => {
      const fields = Object.fromEntries(names.map((name, at) => [name, texts[at % texts.length]!]));
      return [texts.join(' '), JSON.stringify({ fields, items: [] })];
    });
    const shapes = LOADED.map((probe, at) => [probe, shapesOf(probe)[at % 7]!]);
    const list = id === 'unit-economics' ? [...kept, ...shapes] : kept;
    await page.evaluate(
      async ([key, texts]) => {
        let current: Element = document.querySelector('tool-form')!;
        const fresh = current.cloneNode(true) as HTMLElement;
        delete fresh.dataset['ready'];
        for (const [probe, text] of texts) {
          watch.begin(probe!);
          localStorage.setItem(key, text!);
          const next = fresh.cloneNode(true) as HTMLElement;
          current.replaceWith(next);
          current = next;
          while (next.dataset['ready'] === undefined)
            await new Promise((resolve) => setTimeout(resolve));
        }
        localStorage.setItem(key, texts[0]![1]!);
      },
      [`crossover-tool-${id}`, list] as const,
    );
    await expectCalm(PROBES.length);
    // And as a page finds it that is opened.
    await page.reload();
    await page.waitForFunction(isAlive);
    await expectCalm(1);
  });

  it.each(Object.keys(TOOLS))(
    'in the fields of the tool %s, its print and its files',
    async (id) => {
      await page.addInitScript(() => {
        const taken: [type: string, text: string][] = [];
        Object.assign(globalThis, { taken });
        globalThis.print = () => undefined;
        HTMLAnchorElement.prototype.click = () => undefined;
        navigator.clipboard.writeText = async (text) => void taken.push(['text/markdown', text]);
        URL.createObjectURL = (blob) => {
          const { type } = blob as Blob;
          void (blob as Blob).text().then((text) => taken.push([type, text]));
          return '#';
        };
      });
      await open(`tools/${id}/`);
      await page.waitForFunction(isAlive);
      await page.emulateMedia({ media: 'print' });
      const taken = await page.evaluate(async (probes) => {
        const form = document.querySelector('tool-form')!;
        type Field = HTMLInputElement | HTMLTextAreaElement;
        const fields = [...form.querySelectorAll<Field>(':is(input, textarea)[data-field]')];
        const examples = new Map(fields.map((field) => [field, field.defaultValue]));
        const words = fields.filter((field) => !field.inputMode);
        for (const some of [words, fields]) {
          for (let at = 0; at < probes.length && some.length > 0; at += some.length) {
            watch.begin(probes.slice(at, at + some.length).join(' '));
            some.forEach((field, place) => {
              const probe = probes[(at + place) % probes.length]!;
              // Lines of a sheet keep their numbers behind the name.
              const example = examples.get(field)!;
              field.value =
                field.localName === 'textarea' && some === words
                  ? example.replaceAll(/^[^:\n]*:/gm, `${probe.replaceAll(/[:\n]/g, ' ')}:`)
                  : probe;
            });
            fields[0]!.dispatchEvent(new Event('input', { bubbles: true }));
            await new Promise((resolve) => setTimeout(resolve, 90));
            for (const button of form.querySelectorAll<HTMLElement>(
              '.take button, [data-do=print], [data-do=link]',
            ))
              button.click();
          }
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
        return (globalThis as unknown as { taken: [string, string][] }).taken;
      }, PROBES);
      await expectCalm(PROBES.length);
      expect(taken.length).toBeGreaterThan(0);
      await expectHarmless(taken);
      count += PROBES.length;
    },
  );

  /** Shows files where no policy is: drawings as they are, tables in Markdown as a program prints them. */
  async function expectHarmless(files: [type: string, text: string][]): Promise<void> {
    const textsOf = (wanted: string): string[] =>
      files.flatMap(([type, text]) => (type === wanted ? [text] : []));
    const cells = textsOf('text/csv').flatMap((text) => text.split(/[,\r\n]+"?/));
    expect(cells.filter((cell) => /^[=@\t]|^[+-](?![\d$.])/.test(cell))).toEqual([]);
    const drawings = textsOf('image/svg+xml');
    const shown = [
      ...drawings,
      ...textsOf('text/markdown').map((text) => markdownToHtml(text).html),
    ];
    await context.route('**/elsewhere', (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: shown.join('\n') }),
    );
    await open('elsewhere');
    // Drawings say how they look in their attributes, and nothing else is of their own.
    await expectCalm(0);
    const broken = await page.evaluate(
      (list) =>
        list.filter((text) =>
          new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror'),
        ),
      drawings,
    );
    expect(broken).toEqual([]);
  }

  /** A copy of progress with a text in each place where one may stand. */
  const copiesOf = (probe: string): string[] => {
    const at = '0mh3k2000000test';
    const copy = (rest: object) => JSON.stringify({ crossover: 'progress', version: 1, ...rest });
    const task = (rest: object) => copy({ tasks: [{ id: 'start-inside/memo', ...rest }] });
    return [
      probe,
      JSON.stringify(probe),
      copy({ tasks: [{ id: probe, state: { value: 'done', at } }], made: probe, [probe]: probe }),
      copy({ tasks: [{ id: `start/${probe}`, title: probe, note: { value: probe, at } }] }),
      task({ state: { value: probe, at } }),
      task({ note: { value: probe, at }, evidence: { value: probe, at }, title: probe }),
      task({ note: { value: probe, at: probe } }),
      copy({ tasks: [], answers: [{ id: probe, inARow: 1, day: '2026-01-01', at }] }),
      JSON.stringify({ crossover: probe, version: probe, tasks: probe, answers: probe }),
    ];
  };

  it('in a copy of progress, in the name of its file and pasted', async () => {
    await open('progress/');
    await page.waitForFunction(isAlive);
    await page.evaluate(
      async (list) => {
        const part = <Kind extends HTMLElement>(name: string) =>
          document.querySelector<Kind>(`my-progress [data-part="${name}"]`)!;
        const file = part<HTMLInputElement>('file');
        const pasted = part<HTMLTextAreaElement>('pasted');
        for (const [probe, copies] of list) {
          watch.begin(probe);
          for (const copy of copies) {
            const transfer = new DataTransfer();
            transfer.items.add(new File([copy], probe, { type: 'application/json' }));
            file.files = transfer.files;
            file.dispatchEvent(new Event('change', { bubbles: true }));
            while (file.value !== '') await new Promise((resolve) => setTimeout(resolve));
          }
          pasted.value = copies[0]!;
          document.querySelector<HTMLElement>('[data-do="read-pasted"]')!.click();
        }
      },
      PROBES.map((probe) => [probe, copiesOf(probe)] as [string, string[]]),
    );
    await expectCalm(PROBES.length * 3);
  });

  it('in notes that came with a copy, on every page that shows them', async () => {
    const at = '0mh3k2000000test';
    await open('progress/');
    await page.waitForFunction(isAlive);
    const known = await page
      .locator('[data-task]')
      .evaluateAll((items) =>
        items.map((item) => (item as HTMLElement).dataset['task']!.split(' ')[0]!),
      );
    const tasks = PROBES.flatMap((probe, place) => [
      { id: known[place]!, note: { value: toNote(probe), at }, state: { value: 'stuck', at } },
      { id: `gone/task-${place}`, note: { value: toNote(probe), at } },
    ]);
    await page.locator('[data-part=file]').setInputFiles({
      name: 'copy.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify({ crossover: 'progress', version: 1, tasks })),
    });
    await page.locator('[data-do=merge]').click();
    await page.locator('[data-part=earlier] li').first().waitFor();
    expect(await page.locator('.kept:not(:empty)').count()).toBe(PROBES.length);
    await expectCalm(PROBES.length);
    for (const place of ['checklists/agile-working/', 'learn/', '']) {
      await open(place);
      await page.waitForLoadState('networkidle');
      await expectCalm(1);
    }
  });

  it('in the note and the link of a task', async () => {
    await open('checklists/start-inside/');
    await page.locator('.more').first().click();
    await page.locator('.panel').first().waitFor();
    for (const more of (await page.locator('.more').all()).slice(1)) await more.click();
    await page.evaluate(async (probes) => {
      const said = document.querySelector('task-list [role=status]')!;
      const panels = [...document.querySelectorAll('.panel')];
      for (let at = 0; at < probes.length; at += panels.length) {
        watch.begin(probes.slice(at, at + panels.length).join(' '));
        panels.forEach((panel, place) => {
          const probe = probes[(at + place) % probes.length]!;
          for (const [name, text] of [
            ['note', probe],
            ['evidence', probe],
            ['evidence', `https://example.org/${probe}`],
          ]) {
            const field = panel.querySelector<HTMLInputElement>(`[data-field="${name}"]`)!;
            field.value = text!;
            field.dispatchEvent(new Event('change', { bubbles: true }));
          }
        });
        while (!said.textContent.includes('Saved.'))
          await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }, PROBES);
    await expectCalm(PROBES.length * 2);
    const hrefs = await page
      .locator('.kept a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
    expect(hrefs.length).toBeGreaterThan(0);
    expect(hrefs.filter((protocol) => protocol !== 'https:')).toEqual([]);
  });

  it('in rows of one’s own for the retention lab, their columns and the name of their file', async () => {
    await open('tools/retention-lab/');
    await page.locator('cohort-import summary').click();
    await page.locator('cohort-import[data-ready]').waitFor();
    await page.evaluate(async (probes) => {
      const part = <Kind extends HTMLElement>(name: string) =>
        document.querySelector<Kind>(`cohort-import [data-part="${name}"]`)!;
      const file = part<HTMLInputElement>('file');
      const column = part<HTMLInputElement>('segment');
      for (const [at, probe] of probes.entries()) {
        watch.begin(probe);
        const cell = `"${probe.replaceAll('"', '""')}"`;
        const row = (day: string, name: string) => `${cell},${day},${name}\n`;
        const files = [
          `user,date,segment\n${row('2026-01-05', cell)}${row('2026-01-12', cell)}${row('2026-01-05', 'b')}`,
          `user,date,${cell}\n${row('2026-01-05', cell)}`,
          `${cell},date\n${row(probe, cell)}`,
          probe,
        ];
        column.value = at % 2 ? 'segment' : probe;
        part('said').textContent = '';
        part('fault').textContent = '';
        const transfer = new DataTransfer();
        transfer.items.add(new File([files[at % files.length]!], probe, { type: 'text/csv' }));
        file.files = transfer.files;
        file.dispatchEvent(new Event('change', { bubbles: true }));
        while (!part('said').textContent && !part('fault').textContent)
          await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }, LOADED);
    await expectCalm(LOADED.length * 3);
  });

  it('in every store of the database, and in what other tabs say of it', async () => {
    await open('progress/');
    await page.waitForFunction(isAlive);
    const link = `p=${encodeStates(['done', 'doing'])}`;
    await page.evaluate(
      async ([probes, payload]) => {
        const answer = <Value>(request: IDBRequest<Value>) =>
          new Promise<Value>((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error!);
          });
        const database = await answer(indexedDB.open('crossover-progress'));
        const at = '0mh3k2000000test';
        const known = [...document.querySelectorAll<HTMLElement>('[data-task]')].map(
          ({ dataset }) => dataset['task']!.split(' ')[0]!,
        );
        const transaction = database.transaction(database.objectStoreNames, 'readwrite');
        const store = (name: string) => transaction.objectStore(name);
        probes.forEach((probe, place) => {
          store('tasks').put({
            id: known[place],
            note: { value: probe, at },
            evidence: { value: probe, at },
          });
          store('tasks').put({
            id: known[place + probes.length],
            evidence: {
              value: `https://example.org/${encodeURIComponent(probe.toWellFormed())}`,
              at,
            },
            state: { value: 'stuck', at },
          });
          store('tasks').put({ id: probe, state: { value: probe, at: probe } });
          store('damaged').add({ [probe]: probe, id: probe });
          store('answers').put({ id: `start-inside/${probe}`, inARow: 1, day: probe, at });
          store('answers').put({ id: probe, inARow: 1, day: '2026-01-01', at });
          store('facts').put(probe, probe);
        });
        store('facts').put(probes[0], 'copied');
        store('facts').put(
          [
            null,
            5,
            'x',
            {},
            ...probes.flatMap((probe) => [
              probe,
              { name: probe, payload: probe, day: probe },
              { name: probe, payload: payload.slice(2), day: probe },
              { name: { probe }, payload: [probe], day: 5 },
            ]),
          ],
          'remembered',
        );
        await new Promise((resolve) => (transaction.oncomplete = resolve));
        database.close();
      },
      [PROBES, link] as const,
    );
    for (const place of [
      `progress/#${link}`,
      'review/',
      'checklists/agile-working/',
      'quizzes/start-inside/',
      'learn/',
      '',
    ]) {
      await page.goto('about:blank');
      await open(place);
      await page.waitForLoadState('networkidle');
      await expectCalm(PROBES.length);
    }
    await open('progress/');
    await page.waitForFunction(isAlive);
    await page.evaluate(async (probes) => {
      const [tasks, answers] = ['crossover-progress', 'crossover-answers'].map(
        (name) => new BroadcastChannel(name),
      );
      probes.forEach((probe, place) => {
        const at = `0mh3k2${String(place).padStart(6, '0')}test`;
        const task = {
          id: 'start-inside/memo',
          note: { value: probe, at },
          state: { value: 'doing', at },
        };
        for (const said of [probe, [probe, null, task, { id: probe }], { 0: task }, null]) {
          tasks!.postMessage(said);
          answers!.postMessage(said);
        }
        answers!.postMessage([{ id: probe, inARow: 1, day: probe, at }]);
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }, PROBES);
    await expectCalm(PROBES.length);
  });

  it('as the name of somebody who sent a link, and as the title of the page that is shared', async () => {
    await page.addInitScript(() => {
      Object.assign(navigator, {
        share: async ({ title }: ShareData) => void (document.body.dataset['shared'] = title),
      });
    });
    const links = (['done', 'stuck'] as const).map((state) => `p=${encodeStates([state])}`);
    await open(`progress/#${links[0]!}`);
    await page.locator('[data-part=shared]:visible').waitFor();
    await page.evaluate(
      async ([probes, [one, other]]) => {
        const press = (name: string) =>
          document.querySelector<HTMLElement>(`[data-do="${name}"]`)!.click();
        const changes = document.querySelector('[data-part=shared-changes]')!;
        for (const [at, probe] of probes.entries()) {
          watch.begin(probe);
          document.querySelector<HTMLInputElement>('[data-part=shared-name]')!.value = probe;
          const said = document.querySelector('[data-part=trouble]')!;
          said.textContent = '';
          press('remember');
          while (!said.textContent) await new Promise((resolve) => setTimeout(resolve, 5));
          document.title = probe;
          press('share');
          const printed = new Promise((resolve) => {
            const observer = new MutationObserver(() => {
              if (changes.textContent) resolve(observer.disconnect());
            });
            observer.observe(changes, { childList: true });
          });
          location.hash = at % 2 ? one! : other!;
          await printed;
        }
      },
      [PROBES, links] as const,
    );
    await expectCalm(PROBES.length * 2);
  });
});

describe('the watch', () => {
  /** A page that makes markup of its fragment, served with the policy or without it. */
  async function openCareless(headers: Record<string, string>): Promise<void> {
    const script =
      'onhashchange = () => { box.innerHTML = decodeURIComponent(location.hash.slice(1)) }';
    await context.route('**/careless*', (route) =>
      route.fulfill(
        route.request().url().endsWith('.js')
          ? { contentType: 'text/javascript', body: script }
          : {
              contentType: 'text/html',
              headers,
              body: '<p id=box></p><script src="/careless.js"></script>',
            },
      ),
    );
    await page.goto(new URL('/careless', site).href);
  }

  it('sees what runs in a page that makes markup of the same texts, and which elements that makes', async () => {
    await openCareless({});
    await page.evaluate(
      visitFragments,
      attempts((text) => text),
    );
    await page.waitForTimeout(100);
    const found = await page.evaluate(() => watch.findings());
    expect(found.filter((each) => each.startsWith('a script ran'))).not.toEqual([]);
    expect(found.filter((each) => each.startsWith('an element was made')).length).toBeGreaterThan(
      20,
    );
    errors.length = 0;
  });

  it('sees what the policy alone stops', async () => {
    await openCareless({
      'content-security-policy': (await fetch(site)).headers.get('content-security-policy')!,
    });
    await page.evaluate(
      visitFragments,
      attempts((text) => text),
    );
    const found = await page.evaluate(() => watch.findings());
    expect(found.filter((each) => each.startsWith('the policy alone stopped'))).not.toEqual([]);
    errors.length = 0;
  });

  it('sees a prototype that was changed', async () => {
    await open('robots.txt');
    await page.evaluate(() => Object.assign(Object.prototype, { polluted: 1 }));
    expect(await page.evaluate(() => watch.findings())).toEqual([
      expect.stringContaining('a prototype was changed'),
    ]);
  });
});

const hasFirefox = (await firefoxPath()) !== undefined;
if (!hasFirefox)
  console.log(
    'Firefox is not installed: the texts were not tried in it. `apt-get install firefox-esr` brings it.',
  );

describe.skipIf(!hasFirefox)('in Firefox', () => {
  it('a text in an address does nothing: the part of a lesson, a search, a link of progress and of a tool', async () => {
    const said: string[] = [];
    const profile = await mkdtemp(path.join(os.tmpdir(), 'crossover-probes-'));
    const hear = (text: string, isError: boolean) => {
      if (CUT_SHORT.test(text)) return;
      if (isError || /content.security.policy/i.test(text)) said.push(text);
    };
    const tab = await startFirefox(profile, hear, installWatch);
    try {
      const searches = LOADED.filter((_, at) => process.env['LONG'] || at % 8 === 0);
      for (const probe of searches) {
        await tab.open(addressOf(`search/?q=${written(probe)[1]!}`));
        expect(await inPage(tab, () => watch.findings())).toEqual([]);
      }
      for (const { place, tried } of FRAGMENTS) {
        await tab.open(addressOf(place));
        await inPage(tab, visitFragments, tried);
        expect(await inPage(tab, () => watch.findings())).toEqual([]);
        count += countOf(tried);
      }
    } finally {
      await tab.kill();
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
    expect(said).toEqual([]);
  });
});

it('at least 480 tries were made, of at least 40 texts', () => {
  console.log(`${PROBES.length} texts, ${count} tries`);
  expect(new Set(PROBES).size).toBeGreaterThanOrEqual(40);
  expect(count).toBeGreaterThanOrEqual(480);
});
