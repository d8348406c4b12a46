import { z } from 'zod/v3';
import type { KubernetesConnection } from '../kubernetes';
import { findHelm } from './findHelm';
import { runHelm } from './runHelm';

/** Which release, of which chart, with which values. */
export interface HelmInstall {
  readonly release: string;
  readonly namespace: string;
  readonly chart: string;
  readonly version: string;
  /** `https://…` index or `oci://…`. */
  readonly repository: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Labels of the release record. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Names a release. */
export interface HelmReleaseRef {
  readonly release: string;
  readonly namespace: string;
}

const statusOutput = z.object({
  name: z.string(),
  version: z.number(),
  info: z.object({ status: z.string() }),
});

const historyOutput = z.array(
  z.object({
    revision: z.number(),
    status: z.string(),
    chart: z.string(),
    description: z.string().optional(),
  }),
);

export type HelmHistory = z.output<typeof historyOutput>;

/** The real helm, run as a program. */
export interface Helm {
  /**
   * Installs or upgrades; returns when the objects are written. It never waits for readiness: a Vault that is not
   * initialised is never ready.
   */
  upgradeInstall(
    install: HelmInstall,
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
  /** The manifests that an install would write. */
  template(
    install: HelmInstall,
    options: { readonly signal: AbortSignal },
  ): Promise<string>;
  status(
    ref: HelmReleaseRef,
    options: { readonly signal: AbortSignal },
  ): Promise<{ readonly status: string; readonly revision: number }>;
  history(
    ref: HelmReleaseRef,
    options: { readonly signal: AbortSignal },
  ): Promise<HelmHistory>;
  uninstall(
    ref: HelmReleaseRef,
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
}

/** How helm is run. */
export interface HelmOptions {
  readonly kubernetes: KubernetesConnection;
  /** `vaultEks.helm.binary` of the app-config. */
  readonly binary?: string;
  readonly cacheFolder?: string;
  readonly timeoutMs?: number;
}

/**
 * The injector writes its CA into the chart's webhook configuration. Helm 4 applies on the server, where that is a
 * conflict which fails every upgrade, or, forced, an injector that nobody trusts until it notices. Merging on the
 * client, as Helm 3 always does, leaves alone what the chart did not change.
 */
const CLIENT_SIDE: readonly string[] = ['--server-side=false'];

function source(install: HelmInstall): string[] {
  const { repository, chart, version } = install;
  return repository.startsWith('oci://')
    ? [`${repository.replace(/\/+$/, '')}/${chart}`, '--version', version]
    : [chart, '--repo', repository, '--version', version];
}

/** Finds helm at the first call and runs it against one cluster. */
export function createHelm(options: HelmOptions): Helm {
  const { kubernetes, binary, cacheFolder, timeoutMs = 5 * 60_000 } = options;
  let found: Promise<string> | undefined;
  const run = async (
    args: readonly string[],
    { signal }: { readonly signal: AbortSignal },
    values?: HelmInstall['values'],
  ) => {
    found ??= findHelm({ configured: binary, cacheFolder });
    return await runHelm({
      binary: await found.catch(error => {
        found = undefined;
        throw error;
      }),
      kubernetes,
      args,
      values,
      signal,
      timeoutMs,
    });
  };
  const mergeFlags = async (call: { readonly signal: AbortSignal }) => {
    const version = await run(['version', '--template', '{{.Version}}'], call);
    return Number(version.match(/^v?(\d+)/)?.[1]) >= 4 ? CLIENT_SIDE : [];
  };

  return {
    async upgradeInstall(install, call) {
      const labels = Object.entries(install.labels ?? {})
        .map(([name, value]) => `${name}=${value}`)
        .join(',');
      await run(
        [
          'upgrade',
          install.release,
          ...source(install),
          '--install',
          '--namespace',
          install.namespace,
          ...(labels ? ['--labels', labels] : []),
          ...(await mergeFlags(call)),
        ],
        call,
        install.values,
      );
    },
    template: (install, call) =>
      run(
        [
          'template',
          install.release,
          ...source(install),
          '--namespace',
          install.namespace,
        ],
        call,
        install.values,
      ),
    async status({ release, namespace }, call) {
      const output = await run(
        ['status', release, '--namespace', namespace, '--output', 'json'],
        call,
      );
      const { info, version } = statusOutput.parse(JSON.parse(output));
      return { status: info.status, revision: version };
    },
    async history({ release, namespace }, call) {
      const output = await run(
        ['history', release, '--namespace', namespace, '--output', 'json'],
        call,
      );
      return historyOutput.parse(JSON.parse(output));
    },
    async uninstall({ release, namespace }, call) {
      await run(
        ['uninstall', release, '--namespace', namespace, '--ignore-not-found'],
        call,
      );
    },
  };
}
