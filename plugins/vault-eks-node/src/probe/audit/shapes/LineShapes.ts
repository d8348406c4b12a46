import { parseJson } from '../../../connections/parseJson';
import { mayHoldSecrets } from '../../../connections/scrubSecrets';
import { isObject } from '../json';
import type { RedactedLine } from '../RedactedLine';
import { PATH_KEYS, type Redaction } from '../redaction/createRedaction';
import { LineShape } from './LineShape';
import { patternOf } from './patternOf';

/** Real logs are of some dozens. */
const MOST_SHAPES = 64;
/** A line that none of the newest of them fits is parsed. */
const MOST_TRIES = 8;
/** A longer line would make an expression that takes longer than to parse it. */
const LONGEST_LINE = 8 * 1024;
/** How often a shape must have come before it is worth an expression. */
const WORTH = 3;
const MOST_COUNTED = 1_000;
/** What a shape keeps has nothing escaped in it. */
const PATHS = new RegExp(`"(?:${PATH_KEYS.join('|')})":"([^"]*)"`, 'g');

/** The shapes of the lines that came, under one policy; each comes to exactly what parsing the line would. */
export class LineShapes {
  readonly #redaction: Redaction;
  readonly #shapes: LineShape[] = [];
  readonly #counts = new Map<string, number>();

  constructor(redaction: Redaction) {
    this.#redaction = redaction;
  }

  /** @returns `undefined` for a line that must be parsed */
  read(text: string): RedactedLine | undefined {
    const shapes = this.#shapes;
    const tries = Math.min(shapes.length, MOST_TRIES);
    if (tries === 0 || mayHoldSecrets(text)) {
      return undefined;
    }
    for (let i = 0; i < tries; i += 1) {
      const shape = shapes[i];
      const line = shape.read(text);
      if (line) {
        if (i > 0) {
          shapes.splice(i, 1);
          shapes.unshift(shape);
        }
        return this.#isMasked(line) ? undefined : line;
      }
    }
    return undefined;
  }

  /** A line that was parsed. */
  learn(text: string, parsed: RedactedLine): void {
    if (
      text.length > LONGEST_LINE ||
      text.includes('\\') ||
      mayHoldSecrets(text) ||
      !this.#isWorth(text.replace(/"[^"]*"(?!:)|\d+/g, '#'))
    ) {
      return;
    }
    const json = parseJson(text);
    // What JSON could write otherwise, a shape would not write as parsing does.
    if (JSON.stringify(json) !== text) {
      return;
    }
    const pattern = patternOf(json, tree => {
      if (isObject(tree)) {
        this.#redaction.line(tree, '');
      }
    });
    const shape = pattern && new LineShape(pattern, parsed.fields);
    if (shape?.read(text)?.raw === parsed.raw) {
      this.#shapes.unshift(shape);
      this.#shapes.splice(MOST_SHAPES);
    }
  }

  #isWorth(skeleton: string): boolean {
    if (this.#counts.size >= MOST_COUNTED) {
      this.#counts.clear();
    }
    const count = (this.#counts.get(skeleton) ?? 0) + 1;
    this.#counts.set(skeleton, count);
    return count === WORTH;
  }

  /** A masked path is hidden under each of its keys, and that of the request wherever the line quotes it. */
  #isMasked({ raw }: RedactedLine): boolean {
    if (!this.#redaction.masksPaths) {
      return false;
    }
    for (const [, path] of raw.matchAll(PATHS)) {
      if (this.#redaction.path(path) !== path) {
        return true;
      }
    }
    return false;
  }
}
