/** The rendered text of each lesson, kept while the pages of its sections are built. */
export const lessonTexts = new Map<string, string>();
