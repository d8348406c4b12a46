import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Whoever the docs give rights of their own. */
export type Identity = 'deploy' | 'portal';

// A helper of tests, which is never built.
// eslint-disable-next-line no-restricted-syntax
const DOCS = path.resolve(__dirname, '../../../../docs/permissions');

/** Path of a file of `docs/permissions`. */
export const documentedFile = (name: string) => path.join(DOCS, name);

/** The text of a file of `docs/permissions`. */
export const documentedText = (name: string) =>
  readFileSync(documentedFile(name), 'utf8');

/** JSON of the IAM policy that the docs give an identity. */
export const documentedPolicy = (identity: Identity) =>
  documentedText(`${identity}-policy.json`);

/** The rights in it, each once. */
export function documentedRights(identity: Identity): string[] {
  const { Statement }: { Statement: { Action: string | string[] }[] } =
    JSON.parse(documentedPolicy(identity));
  return [...new Set(Statement.flatMap(({ Action }) => Action))].sort();
}
