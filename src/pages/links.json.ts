/** Every unit with its address, for programs that link to the course. */
import { lessonOf, linkToPage, spoken } from '#catalog.ts';
import { lastChange } from '../history.ts';
import { url } from '#site.ts';

export const GET = () => {
  const units = spoken.map((unit) => ({
    id: unit.address.slice(1, -1),
    kind: unit.kind,
    title: unit.title,
    address: new URL(linkToPage(unit.address), url).href,
    lesson: lessonOf(unit)?.id ?? null,
    updated: lastChange(unit.file) ?? null,
  }));
  return new Response(`${JSON.stringify({ units })}\n`);
};
