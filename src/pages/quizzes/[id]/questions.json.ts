/** The questions of a quiz with their answers, for the page of what is due, which loads those it asks. */
import { entryPaths, linkTo, print } from '#catalog.ts';
import type { Entry } from '#domain/course/course.ts';
import type { QuizFile } from '#islands/due-today.ts';

export const getStaticPaths = () => entryPaths('quizzes');

export const GET = ({ props }: { props: { entry: Entry<'quizzes'> } }) => {
  const questions: QuizFile = props.entry.data.questions.map(
    ({ id, question, options, section }) => ({
      id,
      question: print(question),
      options: options.map(({ text, why }) => [print(text), print(why)]),
      right: options.findIndex(({ right }) => right),
      section: linkTo(section),
    }),
  );
  return new Response(`${JSON.stringify(questions)}\n`);
};
