import type { Field } from './LineShape';

/** Writes a regular expression in whose groups all stands that is kept of a text, and what replaces the rest. */
export class PatternWriter {
  readonly groups = new Map<Field, number>();
  /** What the kept text is put together from: replacements, and numbers of groups. */
  readonly pieces: (string | number)[] = [];
  #source = '^';
  #group = 0;
  #isOpen = false;

  get source(): string {
    this.#close();
    return `${this.#source}$`;
  }

  keep(pattern: string, field?: Field): void {
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#group += 1;
      this.pieces.push(this.#group);
      this.#source += '(';
    }
    if (field) {
      this.#group += 1;
      this.groups.set(field, this.#group);
      this.#source += `(${pattern})`;
    } else {
      this.#source += pattern;
    }
  }

  replace(pattern: string, replacement: string): void {
    this.#close();
    this.#source += pattern;
    this.pieces.push(replacement);
  }

  #close(): void {
    if (this.#isOpen) {
      this.#isOpen = false;
      this.#source += ')';
    }
  }
}
