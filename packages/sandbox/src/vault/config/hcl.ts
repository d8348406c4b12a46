import { parse } from '@cdktn/hcl2json';
import { isJsonObject, type JsonObject } from '../util/json';

/** Reads HCL, or JSON where Vault takes either. */
export async function parseHcl(
  name: string,
  text: string,
): Promise<JsonObject> {
  const parsed: unknown = text.trimStart().startsWith('{')
    ? JSON.parse(text)
    : await parse(name, text);
  return isJsonObject(parsed) ? parsed : {};
}

/** A block of HCL: its label and its fields. */
export interface Block {
  readonly label: string;
  readonly fields: JsonObject;
}

/** The labelled blocks of one kind, such as every `listener "tcp" { … }`. */
export function blocks(document: JsonObject, kind: string): Block[] {
  const found: Block[] = [];
  for (const labelled of asList(document[kind])) {
    if (!isJsonObject(labelled)) continue;
    for (const [label, bodies] of Object.entries(labelled)) {
      for (const body of asList(bodies)) {
        if (isJsonObject(body)) found.push({ label, fields: body });
      }
    }
  }
  return found;
}

function asList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
