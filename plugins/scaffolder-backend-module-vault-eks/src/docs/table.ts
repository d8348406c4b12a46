/** Text as a cell of a Markdown table takes it: what looks like a tag is code, and no bar ends the cell. */
export function cell(text: string): string {
  return text.replace(/(?<!`)[^\s`]*<[^\s`]*/g, '`$&`').replace(/\|/g, '\\|');
}

/** A Markdown table with columns of even width. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map(row => row[column].length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, i) => text.padEnd(widths[i])).join(' | ')} |`;
  const rule = widths.map(width => '-'.repeat(width));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
