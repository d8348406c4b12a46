import { parseJson } from '../../connections/parseJson';

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 1 ? canonical(value[0]) : value.map(canonical);
  }
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([key, inner]) => [key, canonical(inner)]),
    );
  }
  return value;
}

/** Whether two policy documents say the same; AWS may write a list of one as a single value and reorder keys. */
export function sameDocument(found: string | undefined, wanted: object) {
  return (
    found !== undefined &&
    JSON.stringify(canonical(parseJson(found))) ===
      JSON.stringify(canonical(wanted))
  );
}
