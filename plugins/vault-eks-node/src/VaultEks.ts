import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  AuditFilter,
  AuditTailEvent,
  DeployReport,
  DriftReport,
  Plan,
  VaultClusterRef,
  VaultClusterSpec,
  VaultClusterStatus,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type {
  DestroyVaultOptions,
  DestroyVaultReport,
} from './operations/destroy/destroyVault';
import type {
  AwsPart,
  PartOptions,
  PartReport,
} from './operations/ensure/AwsPart';

/** What every operation takes. */
export interface OperationOptions {
  readonly signal: AbortSignal;
  /** Where progress is told, one line a resource; never a secret. */
  readonly logger: Pick<LoggerService, 'info' | 'warn'>;
  /** Entity ref of the person who asked, for the tags of what is made. Default: the ARN of the caller. */
  readonly initiator?: string;
  /** A token of an administrator, for a Vault that others have initialised: used in memory, and kept nowhere. A secret. */
  readonly vaultToken?: string;
}

/** What a deploy takes beside the spec: for one run only, and never stored. */
export interface DeployOptions extends OperationOptions {
  /**
   * The name of the DynamoDB table, typed out: what is left of an initialisation whose keys never arrived is wiped, and
   * Vault is initialised anew. Wipes nothing else.
   */
  readonly reinitialise?: string;
}

/** How a tail is wanted. */
export interface AuditTailOptions {
  readonly signal: AbortSignal;
  /** Lines of history before live ones. */
  readonly history: number;
  readonly filter?: AuditFilter;
  /** Resume after this line id. */
  readonly after?: string;
}

/** The product: everything that can be done to one Vault on one EKS cluster. */
export interface VaultEks {
  /**
   * Preflight and plan; read-only.
   *
   * @throws InputError when the spec, a holder's key or the name of the table to wipe cannot be used; no call was made then
   */
  plan(spec: VaultClusterSpec, options: DeployOptions): Promise<Plan>;
  /**
   * Brings the cluster to the spec, from whatever is there.
   *
   * @throws InputError when the spec, a holder's key or the name of the table to wipe cannot be used; no call was made then
   * @throws ConflictError when preflight or the plan refuses; nothing was changed then
   */
  deploy(spec: VaultClusterSpec, options: DeployOptions): Promise<DeployReport>;
  /**
   * Brings one part of the AWS half to the spec, or all of it, with `provisionPart`; nothing else is made.
   *
   * @throws ConflictError when a check or the plan refuses; nothing was changed then
   */
  ensure<TOutputs>(
    spec: VaultClusterSpec,
    options: PartOptions & { readonly part: AwsPart<TOutputs> },
  ): Promise<PartReport<TOutputs>>;
  /** How what is there differs from the spec; read-only. */
  drift(
    spec: VaultClusterSpec,
    options: OperationOptions,
  ): Promise<DriftReport>;
  /**
   * Takes the Vault down, in reverse order, waiting until each thing is gone; what bears data stays unless it is named.
   *
   * @throws InputError when `alsoDelete` does not name a thing in full; no call was made then
   * @throws ConflictError when something cannot be deleted yet; nothing was deleted then
   */
  destroy(
    spec: VaultClusterSpec,
    options: DestroyVaultOptions,
  ): Promise<DestroyVaultReport>;
  /** Tries every claim that a finished deploy makes. */
  verify(
    spec: VaultClusterSpec,
    options: OperationOptions,
  ): Promise<readonly VerifiedClaim[]>;
  /** Asks Kubernetes and every pod side by side; read-only. */
  status(
    ref: VaultClusterRef,
    options: { readonly signal: AbortSignal },
  ): Promise<VaultClusterStatus>;
  /** History, then live lines, across fail-overs, until the signal aborts. However many read a cluster's, it is one stream. */
  tailAudit(
    ref: VaultClusterRef,
    options: AuditTailOptions,
  ): AsyncIterable<AuditTailEvent>;
}
