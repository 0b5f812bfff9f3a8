import { describe, expect, it } from 'vitest';
import { readCourse } from '../../build/check-content.ts';
import { countWords, sentencesOf } from '#domain/course/reading.ts';

const { entries } = readCourse('src/content');

describe.each(entries.learn.map((lesson): [string, typeof lesson] => [lesson.id, lesson]))(
  'the lesson %s',
  (id, lesson) => {
    const prose = lesson.prose!;
    const names = prose.components.map(({ name }) => name);
    const ids = prose.headings.map((heading) => heading.id);

    it('has the elements of a lesson in their order', () => {
      const order = ['Scene', 'Mistakes', 'Checklist', 'Quiz', 'ShowIt', 'Sources'];
      expect(names.filter((name) => order.includes(name))).toEqual(order);
      const sections = [
        'carries-over',
        'goes-wrong',
        'do-it',
        'check-yourself',
        'show-it',
        'sources',
      ];
      expect(ids.filter((each) => sections.includes(each ?? ''))).toEqual(sections);
    });

    it('has a figure and an example worked in a document or sheet of Larder’s', () => {
      expect(names).toContain('Figure');
      expect(names.some((name) => name === 'Document' || name === 'Table')).toBe(true);
      expect(names).toContain('Larder');
    });

    it('opens with a scene of 60 to 120 words', () => {
      const scene = prose.components.find(({ name }) => name === 'Scene')!;
      expect(countWords(scene.text)).toBeGreaterThanOrEqual(60);
      expect(countWords(scene.text)).toBeLessThanOrEqual(120);
    });

    it('has 800 to 1,500 words', () => {
      expect(countWords(prose.text)).toBeGreaterThanOrEqual(800);
      expect(countWords(prose.text)).toBeLessThanOrEqual(1500);
    });

    it('names two to four mistakes', () => {
      const start = ids.indexOf('goes-wrong');
      const mistakes = prose.headings.slice(start + 1, ids.indexOf('do-it'));
      expect(mistakes.length).toBeGreaterThanOrEqual(2);
      expect(mistakes.length).toBeLessThanOrEqual(4);
    });

    it('has sentences of at most 18 words on average', () => {
      const sentences = sentencesOf(prose);
      const words = sentences.reduce((sum, sentence) => sum + countWords(sentence), 0);
      expect(words / sentences.length).toBeLessThanOrEqual(18);
    });

    it('has no sentence of more than 40 words', () => {
      expect(sentencesOf(prose).filter((sentence) => countWords(sentence) > 40)).toEqual([]);
    });

    it('gives every heading an id', () => {
      expect(prose.headings.filter((heading) => heading.id === undefined)).toEqual([]);
    });

    it('has at least five tasks and five questions', () => {
      const checklist = entries.checklists.find((entry) => entry.id === id)!;
      const quiz = entries.quizzes.find((entry) => entry.id === id)!;
      expect(checklist.data.tasks.length).toBeGreaterThanOrEqual(5);
      expect(quiz.data.questions.length).toBeGreaterThanOrEqual(5);
    });

    it('uses its own checklist and quiz', () => {
      const own = prose.components.filter(({ name }) => name === 'Checklist' || name === 'Quiz');
      expect(own.map(({ props }) => props['id'])).toEqual([id, id]);
    });
  },
);

it('every figure is used', () => {
  const used = new Set(
    Object.values(entries)
      .flat()
      .flatMap((entry) => entry.prose?.components ?? [])
      .filter(({ name }) => name === 'Figure')
      .map(({ props }) => props['id']),
  );
  expect(entries.figures.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
});

it('the right answer of a quiz is not mostly the longest', () => {
  const questions = entries.quizzes.flatMap((quiz) => quiz.data.questions);
  const longest = questions.filter(({ options }) => {
    const lengths = options.map(({ text }) => text.length);
    return options.find(({ right }) => right)!.text.length === Math.max(...lengths);
  });
  expect(longest.length / questions.length).toBeLessThan(0.5);
});
