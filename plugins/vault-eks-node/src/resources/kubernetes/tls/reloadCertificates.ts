import { createHash } from 'node:crypto';
import type { V1Secret } from '@kubernetes/client-node';
import {
  VaultClusterSpec,
  vaultNames,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { poll } from '../../../connections/poll';
import { isRunning, listVaultPods } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import { ServiceUnavailableError } from '@backstage/errors';
import { TLS_FILES } from './ServerCertificateOutput';

/** The kubelet brings a changed secret into a running pod within about a minute and a half. */
const SYNC_TIMEOUT_MS = 3 * 60_000;

/** Makes running pods serve the renewed certificate: waits for the file in each pod, then has Vault read it again. */
export async function reloadCertificates(options: {
  readonly spec: VaultClusterSpec;
  readonly kubernetes: KubernetesConnection;
  readonly ctx: OperationContext;
}): Promise<void> {
  const { spec, kubernetes, ctx } = options;
  const { namespace } = spec;
  const { tlsSecret } = vaultNames(spec);
  const secret = await kubernetes.get<V1Secret>(
    { apiVersion: 'v1', kind: 'Secret', name: tlsSecret, namespace },
    ctx,
  );
  const wanted = createHash('sha256')
    .update(Buffer.from(secret?.data?.[TLS_FILES.certificate] ?? '', 'base64'))
    .digest('hex');
  const file = `/vault/userconfig/${tlsSecret}/${TLS_FILES.certificate}`;
  const pods = await listVaultPods(kubernetes, spec, ctx);
  await Promise.all(
    pods.filter(isRunning).map(async ({ metadata }) => {
      const pod = metadata?.name ?? '';
      const run = (...command: string[]) =>
        kubernetes.exec({ namespace, pod, container: 'vault', command }, ctx);
      await poll(
        async () => {
          const { stdout } = await run('sha256sum', file);
          return stdout.startsWith(wanted) ? true : undefined;
        },
        {
          signal: ctx.signal,
          timeoutMs: SYNC_TIMEOUT_MS,
          intervalMs: 5_000,
          onTimeout: () =>
            new ServiceUnavailableError(
              `The renewed certificate did not reach pod ${pod} within three minutes`,
            ),
        },
      );
      // Vault reads its certificate again on SIGHUP; no connection is cut and nothing is sealed.
      await run('sh', '-c', 'kill -HUP $(pidof vault)');
      ctx.log(`Pod ${pod} serves the renewed certificate`);
    }),
  );
}
