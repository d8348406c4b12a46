import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  AuditTailEvent,
  DeployReport,
  DriftReport,
  Plan,
  VaultClusterRef,
  VaultClusterSpec,
  VaultClusterStatus,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { readVaultEksConfig } from './config';
import { AwsConnections, AwsPatience } from './connections/aws';
import { EksConnections } from './connections/eks';
import type { SettleOptions } from './engine';
import { deployVault } from './operations/deployVault';
import {
  destroyVault,
  DestroyVaultOptions,
  DestroyVaultReport,
} from './operations/destroy/destroyVault';
import type {
  AwsPart,
  PartOptions,
  PartReport,
} from './operations/ensure/AwsPart';
import { ensurePart } from './operations/ensure/ensurePart';
import { planVault } from './operations/planVault';
import { readDrift } from './operations/readDrift';
import type { Workshop } from './operations/survey';
import { verifyVault } from './operations/verifyVault';
import {
  createRedaction,
  readStatus,
  type Redaction,
  type TailAuditOptions,
} from './probe';
import { TailHubs } from './probe/audit/hub/TailHubs';
import { tailBatches } from './probe/audit/tailAudit';
import { ProtectionsReader } from './probe/status/protections/ProtectionsReader';
import type {
  AuditTailOptions,
  DeployOptions,
  OperationOptions,
  VaultEks,
} from './VaultEks';

/** How {@link DefaultVaultEks} is made. */
export interface VaultEksOptions {
  readonly config: Config;
  readonly logger: Pick<LoggerService, 'debug'>;
  /** Given in tests. */
  readonly settle?: SettleOptions;
  /** Given in tests. */
  readonly patience?: AwsPatience;
}

/** The product on real connections. */
export class DefaultVaultEks implements VaultEks {
  readonly #workshop: Workshop;
  readonly #log: (line: string) => void;
  readonly #settle?: SettleOptions;
  readonly #redaction: Redaction;
  readonly #protections: ProtectionsReader;
  readonly #tails = new TailHubs({
    tail: (ref, options) => this.#tailPods(ref, options),
  });

  private constructor(
    workshop: Workshop,
    log: (line: string) => void,
    settle?: SettleOptions,
  ) {
    this.#workshop = workshop;
    this.#redaction = createRedaction(workshop.config.redaction);
    this.#log = log;
    this.#protections = new ProtectionsReader({ log });
    this.#settle = settle;
  }

  /** Reads `vaultEks` and `aws` from app-config; nothing is called before it is needed. */
  static create(options: VaultEksOptions): DefaultVaultEks {
    const { config, logger, settle, patience } = options;
    const log = (line: string) => logger.debug(line);
    const eks = new EksConnections({
      aws: AwsConnections.create({ config, patience }),
      log,
    });
    const workshop = { config: readVaultEksConfig(config), eks };
    return new DefaultVaultEks(workshop, log, settle);
  }

  /** {@inheritDoc VaultEks.plan} */
  async plan(spec: VaultClusterSpec, options: DeployOptions): Promise<Plan> {
    return planVault(this.#workshop, spec, options);
  }

  /** {@inheritDoc VaultEks.deploy} */
  async deploy(
    spec: VaultClusterSpec,
    options: DeployOptions,
  ): Promise<DeployReport> {
    const settle = this.#settle;
    return deployVault(this.#workshop, spec, { ...options, settle });
  }

  /** {@inheritDoc VaultEks.ensure} */
  async ensure<TOutputs>(
    spec: VaultClusterSpec,
    options: PartOptions & { readonly part: AwsPart<TOutputs> },
  ): Promise<PartReport<TOutputs>> {
    const settle = this.#settle;
    return ensurePart(this.#workshop, spec, { ...options, settle });
  }

  /** {@inheritDoc VaultEks.drift} */
  async drift(
    spec: VaultClusterSpec,
    options: OperationOptions,
  ): Promise<DriftReport> {
    return readDrift(this.#workshop, spec, options);
  }

  /** {@inheritDoc VaultEks.destroy} */
  async destroy(
    spec: VaultClusterSpec,
    options: DestroyVaultOptions,
  ): Promise<DestroyVaultReport> {
    const settle = this.#settle;
    return destroyVault(this.#workshop, spec, { ...options, settle });
  }

  /** {@inheritDoc VaultEks.verify} */
  async verify(
    spec: VaultClusterSpec,
    options: OperationOptions,
  ): Promise<readonly VerifiedClaim[]> {
    return verifyVault(this.#workshop, spec, options);
  }

  /** {@inheritDoc VaultEks.status} */
  async status(
    ref: VaultClusterRef,
    options: { readonly signal: AbortSignal },
  ): Promise<VaultClusterStatus> {
    const { kubernetes, aws } = await this.#connect(ref, options.signal);
    const { volumeFill } = this.#workshop.config;
    return readStatus({
      ref,
      kubernetes,
      log: this.#log,
      volumeFill,
      protections: settings =>
        this.#protections.read({ aws, settings, ...options }),
      ...options,
    });
  }

  /** {@inheritDoc VaultEks.tailAudit} */
  tailAudit(
    ref: VaultClusterRef,
    options: AuditTailOptions,
  ): AsyncIterable<AuditTailEvent> {
    return this.#tails.view(ref, options);
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#tails.close();
    await this.#workshop.eks.close();
  }

  async *#tailPods(
    ref: VaultClusterRef,
    options: Omit<TailAuditOptions, 'ref' | 'kubernetes' | 'redaction'>,
  ) {
    const { kubernetes } = await this.#connect(ref, options.signal);
    yield* tailBatches({
      ref,
      kubernetes,
      redaction: this.#redaction,
      ...options,
    });
  }

  /** A failure of AWS is the portal's trouble and not that of who asks: it must not look like a refusal to them. */
  async #connect(ref: VaultClusterRef, signal: AbortSignal) {
    try {
      return await this.#workshop.eks.connect(ref, { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NotFoundError || error instanceof NotAllowedError) {
        throw error;
      }
      throw new ServiceUnavailableError(
        `The EKS cluster ${ref.cluster} cannot be looked up: ${
          isError(error) ? error.message : 'the call failed'
        }`,
      );
    }
  }
}
