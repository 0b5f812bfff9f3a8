/**
 * Draws the card of every unit into the built site. A picture is drawn once and kept in the cache of
 * the build under the hash that its address carries.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Renderer } from '@takumi-rs/core';
import type { AstroIntegration } from 'astro';
import { cardsOf, type Picture } from '../src/domain/course/card.ts';
import {
  drawPicture,
  FACE,
  MARK,
  pictureAddress,
  PICTURE_SIZE,
} from '../src/domain/course/card-picture.ts';
import { larderOf } from '../src/domain/course/course.ts';
import { contentDirectory, isTrial } from '../src/site.ts';
import { readCourse } from './check-content.ts';

const require = createRequire(import.meta.url);

/** A renderer that has the face of the site. */
export async function cardRenderer(): Promise<Renderer> {
  const renderer = new Renderer();
  for (const weight of [400, 600]) {
    const file = `@fontsource/fraunces/files/fraunces-latin-${weight}-normal.woff2`;
    const data = await readFile(require.resolve(file));
    await renderer.registerFont({ name: FACE, data, weight, style: 'normal' });
  }
  return renderer;
}

const images = [{ src: MARK.src, data: new TextEncoder().encode(MARK.svg) }];

/** The picture of a card as a PNG. */
export function renderPicture(renderer: Renderer, picture: Picture): Promise<Uint8Array> {
  return renderer.render(drawPicture(picture), {
    ...PICTURE_SIZE,
    format: 'png',
    images,
    fontFamilies: [FACE],
  });
}

/** Where the texts of a card's picture come to stand. */
export function measurePicture(renderer: Renderer, picture: Picture) {
  return renderer.measure(drawPicture(picture), { ...PICTURE_SIZE, images, fontFamilies: [FACE] });
}

/** Pictures in work at one time: enough to keep each core busy while another one is written. */
const AT_ONCE = 8;

/** Draws the picture of every unit's card. */
export function drawCards(): AstroIntegration {
  let cache: string;
  return {
    name: 'cards',
    hooks: {
      'astro:config:done': ({ config }) => {
        cache = join(fileURLToPath(config.cacheDir), 'cards');
      },
      'astro:build:done': async ({ dir, logger }) => {
        if (isTrial) return;
        const started = performance.now();
        const course = readCourse(contentDirectory);
        const pictures = new Map(
          cardsOf(course, larderOf(course)).map(({ picture }) => [
            basename(pictureAddress(picture)),
            picture,
          ]),
        );
        const directory = join(fileURLToPath(dir), 'cards');
        await Promise.all([mkdir(cache, { recursive: true }), mkdir(directory)]);
        const kept = (await readdir(cache)).sort();
        for (const name of kept) if (!pictures.has(name)) await rm(join(cache, name));
        const renderer = await cardRenderer();
        const left = [...pictures].values();
        let drawn = 0;
        const work = async (): Promise<void> => {
          for (const [name, picture] of left) {
            if (!existsSync(join(cache, name))) {
              await writeFile(join(cache, name), await renderPicture(renderer, picture));
              drawn++;
            }
            await copyFile(join(cache, name), join(directory, name));
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, work));
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        logger.info(`${pictures.size} cards, ${drawn} of them drawn, in ${seconds} s`);
      },
    },
  };
}
