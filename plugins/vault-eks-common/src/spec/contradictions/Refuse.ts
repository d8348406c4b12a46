/** Says which field is refused, and why, with the fix. */
export type Refuse = (path: readonly string[], message: string) => void;
