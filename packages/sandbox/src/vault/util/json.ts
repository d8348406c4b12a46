/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text of a field, or `undefined` when it is absent or no text. */
export function text(data: JsonObject, field: string): string | undefined {
  const value = data[field];
  return typeof value === 'string' ? value : undefined;
}

/** A list of texts, given as JSON list or separated by commas. */
export function texts(data: JsonObject, field: string): string[] | undefined {
  const value = data[field];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.map(String);
  return String(value)
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);
}

export function flag(data: JsonObject, field: string): boolean | undefined {
  const value = data[field];
  if (value === undefined) return undefined;
  return value === true || value === 'true';
}

export function wholeNumber(
  data: JsonObject,
  field: string,
): number | undefined {
  const value = data[field];
  if (value === undefined || value === null || value === '') return undefined;
  return Number(value);
}
