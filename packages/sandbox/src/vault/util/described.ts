/** An error as Go programs print one: its kind, then its text. */
export function described(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${error.message}`
    : String(error);
}
