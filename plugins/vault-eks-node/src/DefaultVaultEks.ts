import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  ConflictError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  AuditTailEvent,
  DeployReport,
  Finding,
  ownershipValue,
  Plan,
  RunStep,
  VaultClusterRef,
  VaultClusterSpec,
  VaultClusterStatus,
  vaultNames,
  VerifiedClaim,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { buildBlueprint } from './blueprint';
import type { BlueprintContext } from './blueprint/context';
import { readVaultEksConfig, VaultEksConfig } from './config';
import { AwsConnections } from './connections/aws';
import { EksConnections } from './connections/eks';
import { applyGraph, hasChanges, planGraph, runSingleStep } from './engine';
import type { ApplyResult, SettleOptions } from './engine';
import { formatDuration } from './engine/formatDuration';
import { isBlocked, runPreflight, unreachableFinding } from './preflight';
import { readStatus, tailAudit } from './probe';
import { readNetwork } from './resources/aws';
import type { AuditTailOptions, OperationOptions, VaultEks } from './VaultEks';

/** How {@link DefaultVaultEks} is made. */
export interface VaultEksOptions {
  readonly config: Config;
  readonly logger: Pick<LoggerService, 'debug'>;
  /** Given in tests. */
  readonly settle?: SettleOptions;
}

/** A cluster that can be looked at, or the reason why not. */
type Survey =
  | { readonly context: BlueprintContext; readonly finding?: undefined }
  | { readonly context?: undefined; readonly finding: Finding };

const blockedPlan = (findings: readonly Finding[]): Plan => ({
  findings,
  steps: [],
  changes: false,
  blocked: true,
});

const sentence = ({ what, why, fix }: Finding) => `${what} ${why} ${fix}`;

/** The steps of a run with what came before them, so that the longest chain of the report is that of the whole run. */
function withPreflight(result: ApplyResult, preflightMs: number): RunStep[] {
  const before = { phase: 'Preflight', outcome: 'ran' } as const;
  const preflight = { id: 'preflight', title: 'Preflight checks', after: [] };
  const plan = { id: 'plan', title: 'Plan', after: [preflight.id] };
  return [
    { ...before, ...preflight, durationMs: preflightMs },
    { ...before, ...plan, durationMs: result.planMs },
    ...result.steps.map(step => ({
      ...step,
      after: step.after.length > 0 ? step.after : [plan.id],
    })),
  ];
}

/** The product on real connections. */
export class DefaultVaultEks implements VaultEks {
  readonly #config: VaultEksConfig;
  readonly #eks: EksConnections;
  readonly #settle?: SettleOptions;

  private constructor(
    config: VaultEksConfig,
    eks: EksConnections,
    settle?: SettleOptions,
  ) {
    this.#config = config;
    this.#eks = eks;
    this.#settle = settle;
  }

  /** Reads `vaultEks` and `aws` from app-config; nothing is called before it is needed. */
  static create(options: VaultEksOptions): DefaultVaultEks {
    const { config, logger, settle } = options;
    const eks = new EksConnections({
      aws: AwsConnections.create({ config }),
      log: line => logger.debug(line),
    });
    return new DefaultVaultEks(readVaultEksConfig(config), eks, settle);
  }

  /** {@inheritDoc VaultEks.plan} */
  async plan(spec: VaultClusterSpec, options: OperationOptions): Promise<Plan> {
    const { signal } = options;
    const { context, finding } = await this.#survey(spec, signal);
    if (!context) {
      return blockedPlan([finding]);
    }
    const findings = await runPreflight({ ...context, signal });
    try {
      const steps = await planGraph(buildBlueprint(context).nodes, {
        signal,
        log: line => options.logger.info(line),
      });
      const refused = steps.some(step => step.refusal);
      return {
        steps,
        findings,
        changes: hasChanges(steps),
        blocked: refused || isBlocked(findings),
      };
    } catch (error) {
      signal.throwIfAborted();
      // What blocks a deploy may also keep things from being looked at; the findings say what to do.
      if (isBlocked(findings)) {
        return blockedPlan(findings);
      }
      throw error;
    }
  }

  /** {@inheritDoc VaultEks.deploy} */
  async deploy(
    spec: VaultClusterSpec,
    options: OperationOptions,
  ): Promise<DeployReport> {
    const { signal, logger } = options;
    const started = Date.now();
    const { context, finding } = await this.#survey(spec, signal);
    if (!context) {
      throw new ConflictError(`Nothing was changed. ${sentence(finding)}`);
    }
    const findings = await runPreflight({ ...context, signal });
    for (const found of findings) {
      logger.warn(`Preflight: [${found.severity}] ${sentence(found)}`);
    }
    if (isBlocked(findings)) {
      const errors = findings.filter(found => found.severity === 'error');
      throw new ConflictError(
        `Nothing was changed. ${errors.map(sentence).join(' ')}`,
      );
    }
    const preflightMs = Date.now() - started;
    logger.info(
      `Preflight: ${findings.length} findings, none blocks (${formatDuration(
        preflightMs,
      )})`,
    );

    const { nodes, aws, cluster } = buildBlueprint(context);
    const result = await applyGraph(nodes, {
      signal,
      log: line => logger.info(line),
      settle: this.#settle,
    });
    if (!result.changed) {
      logger.info('Nothing had to be changed');
    }
    return {
      steps: withPreflight(result, preflightMs),
      findings,
      claims: result.outputOf(cluster.claims),
      changed: result.changed,
      durationMs: Date.now() - started,
      outputs: {
        account: context.aws.account,
        tableArn: result.outputOf(aws.table).arn,
        keyArn: result.outputOf(aws.sealKey).arn,
        roleArn: result.outputOf(aws.role).arn,
        custodySecretArn: result.outputOf(aws.custodySecret).arn,
        ...result.outputOf(cluster.service),
      },
    };
  }

  /** {@inheritDoc VaultEks.verify} */
  async verify(
    spec: VaultClusterSpec,
    options: OperationOptions,
  ): Promise<readonly VerifiedClaim[]> {
    const { signal, logger } = options;
    const deployed = {
      id: 'deployed',
      claim: 'Everything that the spec names exists',
    };
    const { context, finding } = await this.#survey(spec, signal);
    if (!context) {
      return [{ ...deployed, passed: false, detail: sentence(finding) }];
    }
    const { nodes, cluster } = buildBlueprint(context);
    try {
      const { output, steps } = await runSingleStep(nodes, cluster.claims, {
        signal,
        log: line => logger.info(line),
      });
      const differing = steps.filter(({ verb }) => verb === 'update');
      return [
        { ...deployed, passed: true },
        {
          id: 'as-specified',
          claim: 'Nothing differs from the spec',
          passed: differing.length === 0,
          detail: differing.map(({ title }) => title).join(', ') || undefined,
        },
        ...output,
      ];
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') {
        return [{ ...deployed, passed: false, detail: error.message }];
      }
      throw error;
    }
  }

  /** {@inheritDoc VaultEks.status} */
  async status(
    ref: VaultClusterRef,
    options: { readonly signal: AbortSignal },
  ): Promise<VaultClusterStatus> {
    const kubernetes = await this.#kubernetesOf(ref, options.signal);
    return readStatus({ ref, kubernetes, ...options });
  }

  /** {@inheritDoc VaultEks.tailAudit} */
  async *tailAudit(
    ref: VaultClusterRef,
    options: AuditTailOptions,
  ): AsyncIterable<AuditTailEvent> {
    const kubernetes = await this.#kubernetesOf(ref, options.signal);
    yield* tailAudit({ ref, kubernetes, ...options });
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#eks.close();
  }

  /** A failure of AWS is the portal's trouble and not that of who asks: it must not look like a refusal to them. */
  async #kubernetesOf(ref: VaultClusterRef, signal: AbortSignal) {
    try {
      return (await this.#eks.connect(ref, { signal })).kubernetes;
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

  /** Reads what must be known before anything can be planned. */
  async #survey(spec: VaultClusterSpec, signal: AbortSignal): Promise<Survey> {
    try {
      const { account, region, cluster: name } = spec;
      const connection = await this.#eks.connect(
        { account, region, cluster: name },
        { signal, fresh: true },
      );
      const network = await readNetwork({
        ec2: connection.aws.ec2,
        cluster: connection.cluster,
        endpoints: spec.endpoints,
        signal,
      });
      return {
        context: {
          ...connection,
          spec,
          network,
          names: vaultNames(spec),
          owner: ownershipValue(spec),
          config: this.#config,
        },
      };
    } catch (error) {
      signal.throwIfAborted();
      return { finding: unreachableFinding(error) };
    }
  }
}
