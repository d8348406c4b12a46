import type {
  DeployReport,
  VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from '../harness';
import { clusterCallsSince } from './clusterControl';
import { pendingFaults } from './control';

/** A call to the API server or to Vault, by whom faults and the log of calls know it. */
export interface ClusterCall {
  readonly service: string;
  readonly operation: string;
  readonly principal: string;
}

const SETTLE = { timeoutMs: 60_000, firstDelayMs: 50, maxDelayMs: 500 };

/** Who is no part of the product: controllers, kubelets and service accounts, and the `vault` command in pods. */
const isStranger = (principal: string) =>
  principal.startsWith('system:') || principal === 'command';

/** Sandboxes that follow each other, each with one Vault that was never there: two would share what a cluster has once. */
export class ClusterProving {
  #harness: Harness | undefined;

  /** The present sandbox. */
  get harness(): Harness {
    if (!this.#harness) {
      throw new Error('No sandbox has been started yet');
    }
    return this.#harness;
  }

  /** A new sandbox in place of the last. Endpoints are left out: they belong to AWS. */
  async next(): Promise<VaultClusterSpec> {
    await this.stop();
    this.#harness = await startHarness();
    return this.harness.spec({
      endpoints: { dynamodb: 'none', kms: 'none', sts: 'none' },
    });
  }

  /** A deploy in a product of its own, as after a restart. */
  async deploy(
    spec: VaultClusterSpec,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<DeployReport> {
    const { config, logger } = this.harness;
    const vaultEks = DefaultVaultEks.create({
      config,
      logger: logger(),
      settle: SETTLE,
    });
    try {
      return await vaultEks.deploy(spec, { signal, logger: logger() });
    } finally {
      await vaultEks.close();
    }
  }

  /** Deploys again until it succeeds; tells what each run before that said at its end. */
  async deployUntilDone(
    spec: VaultClusterSpec,
    most: number,
  ): Promise<readonly string[]> {
    const ends: string[] = [];
    for (;;) {
      try {
        await this.deploy(spec);
        return ends;
      } catch (error) {
        ends.push(String(error));
        if (ends.length >= most) {
          throw new Error(`Not done after ${most} runs:\n${ends.join('\n')}`);
        }
      }
    }
  }

  /** A deploy whose process ends at the moment at which the one fault that waits has struck. */
  async deployUntilStruck(spec: VaultClusterSpec): Promise<'ended' | 'done'> {
    const ending = new AbortController();
    const watch = setInterval(async () => {
      const pending = await pendingFaults(this.harness.sandbox).catch(() => 1);
      if (pending === 0) {
        ending.abort();
      }
    }, 20);
    try {
      await this.deploy(spec, ending.signal);
      return 'done';
    } catch (error) {
      if (!ending.signal.aborted) {
        throw error;
      }
      return 'ended';
    } finally {
      clearInterval(watch);
    }
  }

  /** What the product asks of the API server and of Vault meanwhile, each kind of call once, in the order of their first. */
  async callsOf(run: () => Promise<unknown>): Promise<readonly ClusterCall[]> {
    const { sandbox } = this.harness;
    const { last } = await clusterCallsSince(sandbox);
    await run();
    const { calls } = await clusterCallsSince(sandbox, last);
    const kinds = new Map<string, ClusterCall>();
    for (const { service, operation, principalArn } of calls) {
      if (!isStranger(principalArn)) {
        const call = { service, operation, principal: principalArn };
        kinds.set(
          `${service} ${operation}`,
          kinds.get(`${service} ${operation}`) ?? call,
        );
      }
    }
    return [...kinds.values()];
  }

  async stop(): Promise<void> {
    await this.#harness?.stop();
    this.#harness = undefined;
  }
}
