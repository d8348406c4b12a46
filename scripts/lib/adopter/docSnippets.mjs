import { readFileSync } from 'node:fs';
import { Mendable } from '../progress.mjs';

const FENCE = /^```(\w+)\n([\s\S]*?)^```$/gm;

/**
 * The fenced blocks below one heading of a Markdown file, so that what the docs say is what is run.
 *
 * @param {string} file
 * @param {string} heading - without its hashes; it ends with the next one of the same or a higher level
 * @returns {{language: string, text: string}[]}
 */
export function snippets(file, heading) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const levelOf = line => /^(#+) /.exec(line)?.[1].length;
  const start = lines.findIndex(
    line => levelOf(line) && line.replace(/^#+ /, '') === heading,
  );
  if (start < 0) {
    throw new Mendable(`${file} has no heading "${heading}" any more.`);
  }
  const level = levelOf(lines[start]);
  const rest = lines.slice(start + 1);
  let fenced = false;
  const end = rest.findIndex(line => {
    fenced = line.startsWith('```') ? !fenced : fenced;
    return !fenced && levelOf(line) <= level;
  });
  const section = rest.slice(0, end < 0 ? rest.length : end).join('\n');
  return [...section.matchAll(FENCE)].map(([, language, text]) => ({
    language,
    text,
  }));
}

/** The one block of a language below a heading. */
export function snippet(file, heading, language) {
  const found = snippets(file, heading).filter(
    block => block.language === language,
  );
  if (found.length !== 1) {
    throw new Mendable(
      `${file} has ${found.length} ${language} blocks below "${heading}", and one is wanted.`,
    );
  }
  return found[0].text;
}
