import { randomUUID } from 'node:crypto';
import type { V1EndpointSlice } from '@kubernetes/client-node';
import { z } from 'zod/v3';
import type { KubernetesConnection } from '../../../../connections/kubernetes';
import { poll } from '../../../../connections/poll';
import { withPod } from '../../../../connections/vault';
import type { OperationContext } from '../../../../engine/ManagedResource';
import { OPERATOR } from '../../auth/roles';
import type { VaultSession } from '../../session/VaultSession';
import { ClaimFailed } from '../Claim';
import { withTestSecret } from './checkMount';

/** The service follows the leader's label, which Vault sets within seconds. */
const SERVICE_TIMEOUT_MS = 30_000;

const secretAnswer = z.object({
  data: z.object({ data: z.record(z.string()) }),
});

/** What a round trip left in the audit log. */
export interface WrittenSecret {
  /** As it stands in the audit log. */
  readonly path: string;
  readonly address: string;
}

/** The pod that the active service sends its clients to. */
async function podBehindService(
  kubernetes: KubernetesConnection,
  service: { readonly name: string; readonly namespace: string },
  ctx: OperationContext,
): Promise<string> {
  return await poll(
    async () => {
      const slices = await kubernetes.list<V1EndpointSlice>(
        {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          namespace: service.namespace,
          labelSelector: `kubernetes.io/service-name=${service.name}`,
        },
        ctx,
      );
      return slices
        .flatMap(slice => slice.endpoints ?? [])
        .find(endpoint => endpoint.conditions?.ready !== false)?.targetRef
        ?.name;
    },
    {
      signal: ctx.signal,
      timeoutMs: SERVICE_TIMEOUT_MS,
      onTimeout: () =>
        new ClaimFailed(`Service ${service.name} has no pod behind it`),
    },
  );
}

/**
 * Writes, reads and deletes a secret in a mount of our own through the address that clients use: the pod behind the
 * active service, with the service's name demanded of its certificate.
 */
export async function secretRoundTrip(options: {
  readonly kubernetes: KubernetesConnection;
  readonly session: VaultSession;
  readonly ctx: OperationContext;
}): Promise<WrittenSecret> {
  const { kubernetes, session, ctx } = options;
  const { pods } = session;
  const { signal } = ctx;
  const service = {
    name: `${pods.fullname}-active`,
    namespace: pods.namespace,
  };
  const serverName = `${service.name}.${service.namespace}.svc`;
  const pod = await podBehindService(kubernetes, service, ctx);
  return await withPod(pods, pod, { signal, serverName }, async client => {
    const token = await session.login(OPERATOR, client, ctx);
    const value = randomUUID();
    return await withTestSecret({
      session,
      open: { client, token },
      data: { written: value },
      signal,
      use: async path => {
        const { data } = await client.call(
          { method: 'GET', path, token, signal },
          secretAnswer,
        );
        if (data.data.written !== value) {
          throw new ClaimFailed('What was read is not what was written');
        }
        return { path, address: `https://${serverName}:8200` };
      },
    });
  });
}
