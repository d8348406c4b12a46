import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { isObject, objectOf, type JsonObject } from '../../../kube/api/json';
import type { CommandCall } from '../Shell';

/** A value as Vault's command line takes it: `@file` is what is in the file, `-` what comes on standard input. */
export async function valueOf(
  { context, streams }: CommandCall,
  given: string,
): Promise<string> {
  if (given === '-') {
    return streams.stdin ? (await text(streams.stdin)).trim() : '';
  }
  return given.startsWith('@')
    ? readFileSync(context.hostPath(given.slice(1)), 'utf8')
    : given;
}

/** `name=value …` as the body of a request. */
export async function pairsOf(
  call: CommandCall,
  pairs: readonly string[],
): Promise<Record<string, string>> {
  const read = pairs.map(async pair => {
    const cut = pair.indexOf('=');
    if (cut < 1) {
      throw new Error(
        `Failed to parse K=V data: invalid key/value pair "${pair}": format must be key=value`,
      );
    }
    return [pair.slice(0, cut), await valueOf(call, pair.slice(cut + 1))];
  });
  return Object.fromEntries(await Promise.all(read));
}

/** The text that `-field=<name>` prints; `undefined` when the answer has no such field. */
export function fieldOf(body: JsonObject, name: string): string | undefined {
  const auth = objectOf(body.auth);
  if (name === 'token' && auth.client_token !== undefined) {
    return String(auth.client_token);
  }
  const value = objectOf(body.data)[name];
  if (value === undefined) return undefined;
  // As Go prints a map.
  return isObject(value)
    ? `map[${Object.entries(value)
        .map(([key, content]) => `${key}:${content}`)
        .join(' ')}]`
    : String(value);
}
