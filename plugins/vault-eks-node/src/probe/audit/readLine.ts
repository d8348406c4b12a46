import { parseJson } from '../../connections/parseJson';
import { readAuditFields } from './auditFields';
import { isObject } from './json';
import type { RedactedLine } from './RedactedLine';
import type { Redaction } from './redaction/createRedaction';
import { LineShapes } from './shapes/LineShapes';

const shapesOf = new WeakMap<Redaction, LineShapes>();

function shapesUnder(redaction: Redaction): LineShapes {
  const known = shapesOf.get(redaction);
  if (known) {
    return known;
  }
  const shapes = new LineShapes(redaction);
  shapesOf.set(redaction, shapes);
  return shapes;
}

/** `undefined` for what is no audit line, or nests deeper than can be followed. */
function parsedLine(
  text: string,
  redaction: Redaction,
): RedactedLine | undefined {
  const json = parseJson(text);
  const fields = readAuditFields(json);
  if (!fields || !isObject(json)) {
    return undefined;
  }
  try {
    redaction.line(json, text);
    return { fields, raw: JSON.stringify(json) };
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Reads one audit line, by the shape of those that came before it or by parsing it; both come to the same.
 *
 * @returns `undefined` for what is no audit line, or nests deeper than can be followed
 */
export function readLine(
  text: string,
  redaction: Redaction,
): RedactedLine | undefined {
  const shapes = shapesUnder(redaction);
  const known = shapes.read(text);
  if (known) {
    return known;
  }
  const parsed = parsedLine(text, redaction);
  if (parsed) {
    shapes.learn(text, parsed);
  }
  return parsed;
}
