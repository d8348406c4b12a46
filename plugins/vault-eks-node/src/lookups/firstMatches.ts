/** More than a person looks through: a search narrows it down. */
export const MOST_MATCHES = 100;

/** The first of what was found. */
export interface Matches<T> {
  readonly items: readonly T[];
  /** Whether there are more. */
  readonly more: boolean;
}

/** Reads pages until there is enough of what contains the text, whatever its case. */
export async function firstMatches<T>(options: {
  readonly pages: AsyncIterable<readonly T[]>;
  readonly search?: string;
  /** What is searched in. */
  readonly textOf: (item: T) => string;
}): Promise<Matches<T>> {
  const { pages, textOf } = options;
  const wanted = options.search?.toLowerCase() ?? '';
  const items: T[] = [];
  for await (const page of pages) {
    for (const item of page) {
      if (textOf(item).toLowerCase().includes(wanted)) {
        if (items.length === MOST_MATCHES) {
          return { items, more: true };
        }
        items.push(item);
      }
    }
  }
  return { items, more: false };
}
