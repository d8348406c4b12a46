/** One claim that a finished deploy makes, and what came of trying it. Plain JSON; it never holds a secret. */
export interface VerifiedClaim {
  /** Stable, for example `secret-round-trip`. */
  readonly id: string;
  /** What is claimed, as a sentence without its full stop. */
  readonly claim: string;
  readonly passed: boolean;
  /** How bad it is when it does not hold: an `error` fails the verification, a `warning` does not. Default: `error`. */
  readonly severity?: 'error' | 'warning';
  /** What was seen, or why the claim does not hold. */
  readonly detail?: string;
  /** What to do about it; only where it does not hold. */
  readonly fix?: string;
  /** Milliseconds that trying it took. */
  readonly durationMs?: number;
}

/** Whether a claim speaks against the Vault: it does not hold, and is no mere warning. */
export function isFailure({ passed, severity }: VerifiedClaim): boolean {
  return !passed && severity !== 'warning';
}
