/**
 * Reads JSON; `undefined` when it is none. Never an error, since that of `JSON.parse` quotes the text, which may be a
 * secret.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
