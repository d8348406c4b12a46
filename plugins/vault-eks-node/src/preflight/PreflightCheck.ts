import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { BlueprintContext } from '../blueprint/context';

/** What a check may look at; it changes nothing. */
export interface PreflightContext extends BlueprintContext {
  readonly signal: AbortSignal;
}

/** One read-only question that is asked before anything changes. */
export interface PreflightCheck {
  /** For a person, when the check itself fails: `the nodes of the cluster`. */
  readonly subject: string;
  /** Whom it asks. */
  readonly asks: 'aws' | 'kubernetes';
  /** Whether a deploy can do without the answer: that it could not be had is good to know then, and no warning. */
  readonly optional?: boolean;
  run(ctx: PreflightContext): Promise<readonly Finding[]>;
}
