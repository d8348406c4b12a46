// What moves, hides or reorders the characters around it: control and format characters (among them those of
// bidirectional text), separators of lines and paragraphs, halves of surrogate pairs.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\u{${code.toString(16)}}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

/**
 * Text that others wrote, such that what one sees is what is there: unseen characters become escapes.
 *
 * @param keep - characters to leave as they are, such as the line breaks of laid out JSON
 */
export function visibleText(text: string, keep = ''): string {
  return text.replace(UNSEEN, character =>
    keep.includes(character) ? character : escaped(character),
  );
}
