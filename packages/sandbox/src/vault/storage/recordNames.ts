// DynamoDB refuses an empty attribute, so entries at the root have a blank for their path.
const ROOT = ' ';

/** The table's key of an entry: its folder and its name. */
export interface RecordName {
  readonly Path: string;
  readonly Key: string;
}

/** Splits `core/hsm/barrier-unseal-keys` at its last slash. */
export function recordName(key: string): RecordName {
  const cut = key.lastIndexOf('/');
  return cut < 0
    ? { Path: ROOT, Key: key }
    : { Path: key.slice(0, cut), Key: key.slice(cut + 1) };
}

/** The marker records of an entry's folders, nearest first: they make listing a single query. */
export function folderRecords(key: string): RecordName[] {
  const parts = key.split('/').slice(0, -1);
  return parts
    .map((_, i) => recordName(parts.slice(0, i + 1).join('/')))
    .map(({ Path, Key }) => ({ Path, Key: `${Key}/` }))
    .reverse();
}

/** The `Path` whose records are the children of a prefix such as `core/audit/`. */
export function pathOfPrefix(prefix: string): string {
  return prefix.replace(/\/$/, '') || ROOT;
}
