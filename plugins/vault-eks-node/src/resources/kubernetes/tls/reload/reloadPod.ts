import { ServiceUnavailableError } from '@backstage/errors';
import type { KubernetesConnection } from '../../../../connections/kubernetes';
import { poll } from '../../../../connections/poll';
import type { VaultPods } from '../../../../connections/vault';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { TLS_FILES } from '../ServerCertificateOutput';
import { timeLimit } from '../../../../connections/timeLimit';

/** The kubelet brings a changed secret into a running pod within about a minute and a half. */
const SYNC_TIMEOUT_MS = 3 * 60_000;

/** Vault reads two files. */
const RELOAD_TIMEOUT_MS = 30_000;

/** For one command in a pod. */
const EXEC_TIMEOUT_MS = 20_000;

/** The certificate that a pod shall serve. */
export interface WantedCertificate {
  readonly secret: string;
  /** Of the file, in hex. */
  readonly fileSha256: string;
  /** As `X509Certificate.fingerprint256` has it. */
  readonly fingerprint: string;
}

/** How long each step may take, in milliseconds; given in tests. */
export interface ReloadTimes {
  readonly syncMs?: number;
  readonly reloadMs?: number;
  readonly intervalMs?: number;
}

/**
 * Makes a running pod serve the certificate of its secret: waits for the file, has Vault read it again, and sees it in a
 * handshake. Vault restarts nothing for that, cuts no connection and stays unsealed.
 *
 * @throws ServiceUnavailableError when the file does not come, or Vault goes on with the older certificate
 */
export async function reloadPod(options: {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly pod: string;
  readonly wanted: WantedCertificate;
  readonly times?: ReloadTimes;
  readonly ctx: OperationContext;
}): Promise<void> {
  const { kubernetes, pods, pod, wanted, times = {}, ctx } = options;
  const { namespace } = pods;
  const { syncMs = SYNC_TIMEOUT_MS, reloadMs = RELOAD_TIMEOUT_MS } = times;
  const { intervalMs = 1_000 } = times;
  const { signal } = ctx;
  const file = `/vault/userconfig/${wanted.secret}/${TLS_FILES.certificate}`;
  const bounded = () => timeLimit(EXEC_TIMEOUT_MS, signal);
  const run = (...command: string[]) =>
    kubernetes.exec(
      { namespace, pod, container: 'vault', command },
      { signal: bounded() },
    );

  await poll(
    async () => {
      const { stdout } = await run('sha256sum', file);
      return stdout.startsWith(wanted.fileSha256) ? true : undefined;
    },
    {
      signal,
      timeoutMs: syncMs,
      intervalMs,
      onTimeout: () =>
        new ServiceUnavailableError(
          `The certificate of secret ${namespace}/${
            wanted.secret
          } did not reach ${file} in pod ${pod} within ${Math.round(
            syncMs / 1000,
          )} seconds; look at the kubelet of its node, and run again`,
        ),
    },
  );
  const { exitCode, stderr } = await run(
    'sh',
    '-c',
    'kill -HUP $(pidof vault)',
  );
  if (exitCode !== 0) {
    throw new ServiceUnavailableError(
      `Vault in pod ${pod} could not be told to read its certificate again (kill -HUP ended with ${exitCode}: ${stderr.trim()})`,
    );
  }
  await poll(
    async () => {
      const served = await pods
        .servedCertificate(pod, { signal: bounded() })
        .catch(() => undefined);
      signal.throwIfAborted();
      return served === wanted.fingerprint ? true : undefined;
    },
    {
      signal,
      timeoutMs: reloadMs,
      intervalMs: Math.min(intervalMs, 500),
      onTimeout: () =>
        new ServiceUnavailableError(
          `Pod ${pod} has the certificate of secret ${namespace}/${wanted.secret} and was told to read it, but serves another one; see why in kubectl logs -n ${namespace} ${pod} (error reloading), and run again`,
        ),
    },
  );
  ctx.log(`Pod ${pod} serves the certificate of the secret`);
}
