import { isObject } from '../json';
import { CUT } from '../redaction/createRedaction';
import type { Field } from './LineShape';
import { PatternWriter } from './PatternWriter';
import { anything, withTexts } from './trees';
import { escaped, FIELDS, VALUES } from './values';

/** A regular expression for all lines of one shape. */
export interface ShapePattern {
  readonly source: string;
  readonly groups: ReadonlyMap<Field, number>;
  /** What the redacted line is put together from: texts, and numbers of groups. */
  readonly pieces: readonly (string | number)[];
}

const PLAIN = 'x';
const HASH = `hmac-sha256:${'ab'.repeat(32)}`;
const SHORT_HASH = `hmac-sha256:${'ab'.repeat(4)}${CUT}`;
const IS_HASH = new RegExp(`^${VALUES.hash}$`);

/** A value, and what becomes of it with a plain text in it and with a hash. */
interface Treated {
  readonly value: unknown;
  readonly plain: unknown;
  readonly hashed: unknown;
  /** Where it stands, as `request/path`. */
  readonly at: string;
}

/** Each of these returns whether there is a shape. */
function writeHash(out: PatternWriter, { hashed, at }: Treated): boolean {
  if (typeof hashed !== 'string' || FIELDS.has(at)) {
    return false;
  }
  if (hashed === HASH) {
    out.keep(`"${VALUES.hash}"`);
  } else if (hashed === SHORT_HASH) {
    out.keep(`"${VALUES.hashStart}`);
    out.replace(VALUES.hashEnd, CUT);
    out.keep('"');
  } else {
    out.replace(`"${VALUES.hash}"`, JSON.stringify(hashed));
  }
  return true;
}

function writeText(out: PatternWriter, treated: Treated): boolean {
  const { value, plain, at } = treated;
  const text = String(value);
  if (IS_HASH.test(text)) {
    return writeHash(out, treated);
  }
  const [field, pattern] = FIELDS.get(at) ?? [undefined, VALUES.text];
  if (plain !== (text && PLAIN)) {
    out.replace(text ? `"${VALUES.someText}"` : '""', JSON.stringify(plain));
    return typeof plain === 'string' && !field;
  }
  if (text === '' || at === 'type') {
    out.keep(`"${escaped(text)}"`);
  } else {
    out.keep('"');
    out.keep(pattern, field);
    out.keep('"');
  }
  return true;
}

function writeParts(
  out: PatternWriter,
  parts: readonly (Treated & { readonly name?: string })[],
): boolean {
  return parts.every(({ name, ...part }, i) => {
    const comma = i > 0 ? ',' : '';
    out.keep(name === undefined ? comma : `${comma}"${escaped(name)}":`);
    return writeValue(out, part);
  });
}

function writeValue(out: PatternWriter, treated: Treated): boolean {
  const { value, plain, hashed, at } = treated;
  if (typeof value === 'string') {
    return writeText(out, treated);
  }
  if (Array.isArray(value) && Array.isArray(plain) && Array.isArray(hashed)) {
    out.keep('\\[');
    const isWritten = writeParts(
      out,
      value.map((part, i) => ({
        ...{ value: part, plain: plain[i], hashed: hashed[i] },
        at: `${at}/${i}`,
      })),
    );
    out.keep('\\]');
    return isWritten;
  }
  if (isObject(value) && isObject(plain) && isObject(hashed)) {
    out.keep('\\{');
    const isWritten = writeParts(
      out,
      Object.entries(value).map(([name, part]) => ({
        ...{ value: part, plain: plain[name], hashed: hashed[name], name },
        at: at ? `${at}/${name}` : name,
      })),
    );
    out.keep('\\}');
    return isWritten;
  }
  if (value === plain) {
    out.keep(anything(value));
    return true;
  }
  out.replace(anything(value), JSON.stringify(plain));
  return plain === hashed && typeof plain === 'string';
}

/**
 * Finds out what a redaction does to each value of a line by trying it on the same line with other texts in it.
 *
 * @param redact - redacts a tree in its place
 * @returns `undefined` when lines like this one must be parsed, each
 */
export function patternOf(
  line: unknown,
  redact: (tree: unknown) => void,
): ShapePattern | undefined {
  const plain = withTexts(line, PLAIN);
  const hashed = withTexts(line, HASH);
  redact(plain);
  redact(hashed);
  const out = new PatternWriter();
  return writeValue(out, { value: line, plain, hashed, at: '' })
    ? { source: out.source, groups: out.groups, pieces: out.pieces }
    : undefined;
}
