import type {
  DeployReport,
  VaultClusterStatus,
  VaultClusterSpec,
  VaultClusterSpecInput,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { DefaultVaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { startHarness, type Harness } from '../harness';
import { kubectl } from '../kubectl';
import { until } from '../until';
import { watchVault, type Watched } from './VaultWatcher';

/** Names of pods, each with the uid that says whether it is still the same. */
export type Pods = Readonly<Record<string, string>>;

/** A change that was deployed under the eyes of a watcher. */
export interface Rolled {
  readonly report: DeployReport;
  readonly before: Pods;
  readonly after: Pods;
  readonly lines: readonly string[];
  /** Pods in the order in which they were replaced. */
  readonly replaced: readonly string[];
  readonly watched: Watched;
}

/** A deployed Vault in a sandbox of its own, to be changed. */
export class LiveVault {
  readonly signal = new AbortController().signal;

  private constructor(
    readonly harness: Harness,
    private readonly base: Partial<VaultClusterSpecInput>,
  ) {}

  /** @param baseOf - what each of its specs says besides what a test changes */
  static async start(
    baseOf: (harness: Harness) => Partial<VaultClusterSpecInput> = () => ({}),
  ): Promise<LiveVault> {
    const harness = await startHarness();
    const vault = new LiveVault(harness, baseOf(harness));
    await vault.deploy();
    return vault;
  }

  spec(input: Partial<VaultClusterSpecInput> = {}): VaultClusterSpec {
    return this.harness.spec({ ...this.base, ...input });
  }

  deploy(
    input: Partial<VaultClusterSpecInput> = {},
    vaultEks: DefaultVaultEks = this.harness.vaultEks,
  ): Promise<DeployReport> {
    return vaultEks.deploy(this.spec(input), {
      signal: this.signal,
      logger: this.harness.logger(),
    });
  }

  /** Deploys, and says what a watcher saw meanwhile, and which pods are which now. */
  async roll(
    input: Partial<VaultClusterSpecInput>,
    vaultEks?: DefaultVaultEks,
  ): Promise<Rolled> {
    const { harness } = this;
    const before = await this.pods();
    const said = harness.lines.length;
    const watcher = await watchVault(harness, this.ref());
    try {
      const report = await this.deploy(input, vaultEks);
      const lines = harness.lines.slice(said);
      return {
        ...{ report, before, lines },
        after: await this.pods(),
        replaced: lines.flatMap(
          line => /Replacing pod (\S+)/.exec(line)?.[1] ?? [],
        ),
        watched: await watcher.stop(),
      };
    } finally {
      await watcher.stop();
    }
  }

  async pods(): Promise<Pods> {
    const out = await kubectl(
      this.harness.sandbox,
      ...['get', 'pods', '--namespace=vault', '--selector=component=server'],
      '--output=jsonpath={range .items[*]}{.metadata.name}={.metadata.uid}{"\\n"}{end}',
    );
    const lines = out.trim().split('\n');
    return Object.fromEntries(lines.map(line => line.split('=')));
  }

  ref() {
    return this.harness.ref(this.spec());
  }

  status(): Promise<VaultClusterStatus> {
    return this.harness.vaultEks.status(this.ref(), { signal: this.signal });
  }

  /** The first status that is so; fails with the last one when none comes. */
  async untilStatus(
    what: string,
    isSo: (status: VaultClusterStatus) => boolean,
    timeoutMs = 120_000,
  ): Promise<VaultClusterStatus> {
    let last: VaultClusterStatus | undefined;
    try {
      return await until(
        what,
        async () => {
          last = await this.status();
          return isSo(last) ? last : undefined;
        },
        timeoutMs,
      );
    } catch (error) {
      const { pods, findings, leader } = last ?? {};
      throw new Error(
        `${error}: ${JSON.stringify({ leader, pods, findings })}`,
      );
    }
  }
}
