import { isObject } from '../json';
import { escaped, VALUES } from './values';

/** The same tree with other texts in it. An empty one stays: it may be treated as no text. */
export function withTexts(value: unknown, text: string): unknown {
  if (typeof value === 'string') {
    return value && text;
  }
  if (Array.isArray(value)) {
    return value.map(part => withTexts(part, text));
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, part]) => [
          key,
          withTexts(part, text),
        ]),
      )
    : value;
}

/** Whatever may stand in the place of a value that is hidden with all that it holds. */
export function anything(value: unknown): string {
  if (Array.isArray(value)) {
    return `\\[${value.map(anything).join(',')}\\]`;
  }
  if (isObject(value)) {
    const parts = Object.entries(value).map(
      ([key, part]) => `"${escaped(key)}":${anything(part)}`,
    );
    return `\\{${parts.join(',')}\\}`;
  }
  switch (typeof value) {
    case 'string':
      return `"${VALUES.any}"`;
    case 'number':
      return VALUES.integer;
    case 'boolean':
      return VALUES.boolean;
    default:
      return 'null';
  }
}
