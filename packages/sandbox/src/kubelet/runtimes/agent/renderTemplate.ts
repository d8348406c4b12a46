import { at, JsonObject } from '../../../kube/api/json';

/** Reads a secret by its path; answers what stands under `data`. */
export type ReadSecret = (path: string) => Promise<JsonObject>;

const WITH =
  /^\s*\{\{-?\s*with secret "([^"]+)"\s*-?\}\}([\s\S]*?)\{\{-?\s*end\s*-?\}\}\s*$/;
const FIELD = /\{\{-?\s*\.Data((?:\.[A-Za-z_]\w*)+)\s*-?\}\}/g;
const EACH = '{{ range $k, $v := .Data }}{{ $k }}: {{ $v }}\n{{ end }}';

/** The template of a secret for which the pod names none. */
export function defaultTemplate(path: string): string {
  return `{{ with secret "${path}" }}${EACH}{{ end }}`;
}

/** Go's own form of a value, as far as a secret has one. */
function goText(value: unknown): string {
  if (value === null || value === undefined) return '<no value>';
  if (typeof value !== 'object') return String(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${pairs.map(([k, v]) => `${k}:${goText(v)}`).join(' ')}]`;
}

/**
 * Renders what the sandbox knows of Vault Agent's templates: one `with secret`, and inside of it fields such as
 * `{{ .Data.data.password }}`, or the default that lists all of them.
 */
export async function renderTemplate(
  template: string,
  read: ReadSecret,
): Promise<string> {
  const [, path, body] = WITH.exec(template.replace(EACH, '\u0000')) ?? [];
  if (path === undefined || body === undefined) {
    throw new Error(
      `template: the sandbox renders {{ with secret "…" }} alone, not: ${template}`,
    );
  }
  const data = await read(path);
  return body
    .replace(
      '\u0000',
      Object.entries(data)
        .map(([key, value]) => `${key}: ${goText(value)}\n`)
        .join(''),
    )
    .replace(FIELD, (_, dotted: string) =>
      goText(at(data, ...dotted.slice(1).split('.'))),
    );
}
