import type { Finding } from '../status/findings';
import type { VerifiedClaim } from './VerifiedClaim';

/** What would happen to one thing; `unknown` where it was not looked at and may well be there. */
export type PlanVerb =
  | 'create'
  | 'update'
  | 'replace'
  | 'keep'
  | 'adopt'
  | 'delete'
  | 'run'
  | 'unknown';

/** One field that differs. */
export interface PlanChange {
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
}

/** One line of the plan. */
export interface PlanStep {
  /** Stable id of the resource in the blueprint, for example `dynamodb-table`. */
  readonly id: string;
  readonly phase: string;
  readonly title: string;
  readonly verb: PlanVerb;
  readonly changes: readonly PlanChange[];
  /** Why it is refused; a plan with a refusal cannot be applied. */
  readonly refusal?: string;
  /** Why a destroy keeps it, or a deploy leaves it as it is although it may differ. */
  readonly reason?: string;
  /**
   * Why nobody looked at it, such as a Vault that nobody leads; the verb is then `unknown`, or `create` where it stands on
   * what a deploy makes first.
   */
  readonly notLookedAt?: string;
  /** Milliseconds that looking at it took; absent where nobody looked at it, and for what only runs. */
  readonly observeMs?: number;
}

/** What a deploy would do now. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly findings: readonly Finding[];
  /** Whether a deploy would change anything, or may: what was not looked at counts too. */
  readonly changes: boolean;
  /** Whether a deploy would be refused. */
  readonly blocked: boolean;
}

/** How what is there differs from the spec; nothing was changed to find out. */
export interface DriftReport {
  /** Whether anything was seen to differ. */
  readonly drifted: boolean;
  /** Everything that the spec names, what does not differ and what was not looked at too. */
  readonly steps: readonly PlanStep[];
  readonly findings: readonly Finding[];
}

/** What happened to one thing in a run. */
export interface RunStep {
  readonly id: string;
  readonly phase: string;
  readonly title: string;
  readonly outcome:
    | 'created'
    | 'updated'
    | 'kept'
    | 'adopted'
    | 'deleted'
    | 'ran'
    | 'not-done';
  /** Why it was not done. */
  readonly reason?: string;
  /** Milliseconds. */
  readonly durationMs: number;
  /** Ids of the steps it waited for. */
  readonly after: readonly string[];
}

/** What a deploy did: names and ARNs only, never a secret. */
export interface DeployReport {
  readonly steps: readonly RunStep[];
  readonly findings: readonly Finding[];
  readonly claims: readonly VerifiedClaim[];
  readonly changed: boolean;
  /** Milliseconds. */
  readonly durationMs: number;
  readonly outputs: DeployOutputs;
}

/** Names, ARNs and URLs that other templates and people need. */
export interface DeployOutputs {
  readonly account: string;
  readonly tableArn: string;
  readonly keyArn: string;
  readonly roleArn: string;
  readonly custodySecretArn: string;
  readonly serviceUrl: string;
  readonly uiUrl?: string;
}
