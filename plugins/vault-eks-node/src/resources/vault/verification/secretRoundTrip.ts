import { randomUUID } from 'node:crypto';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { V1EndpointSlice } from '@kubernetes/client-node';
import { z } from 'zod/v3';
import type { KubernetesConnection } from '../../../connections/kubernetes';
import { poll } from '../../../connections/poll';
import { withRetries } from '../../../connections/retry';
import { mountListAnswer, withPod } from '../../../connections/vault';
import type { OperationContext } from '../../../engine/ManagedResource';
import { CHECK_MOUNT } from '../auth/policies/operator';
import { OPERATOR } from '../auth/roles';
import type { OpenSession, VaultSession } from '../session/VaultSession';
import { ClaimFailed } from './Claim';

/** The service follows the leader's label, which Vault sets within seconds. */
const SERVICE_TIMEOUT_MS = 30_000;

const secretAnswer = z.object({
  data: z.object({ data: z.record(z.string()) }),
});

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

async function ensureMount(
  { client, token }: OpenSession,
  signal: AbortSignal,
) {
  const mounts = await client.call(
    { method: 'GET', path: 'sys/mounts', token, signal },
    mountListAnswer,
  );
  if (!mounts.data[`${CHECK_MOUNT}/`]) {
    await client.run({
      method: 'POST',
      path: `sys/mounts/${CHECK_MOUNT}`,
      body: {
        type: 'kv',
        description: 'Test secrets of Vault on EKS for Backstage',
        options: { version: '2' },
      },
      token,
      signal,
    });
  }
}

/**
 * Writes, reads and deletes a secret in a mount of our own through the address that clients use: the pod behind the
 * active service, with the service's name demanded of its certificate.
 *
 * @returns the path that was written, as it stands in the audit log
 */
export async function secretRoundTrip(options: {
  readonly kubernetes: KubernetesConnection;
  readonly session: VaultSession;
  readonly ctx: OperationContext;
}): Promise<{ readonly path: string; readonly address: string }> {
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
    await ensureMount({ client, token }, signal);
    const name = randomUUID();
    const value = randomUUID();
    const path = `${CHECK_MOUNT}/data/${name}`;
    // A fresh KV mount answers 400 for a moment while it sets itself up.
    await withRetries(
      () =>
        client.run({
          method: 'POST',
          path,
          body: { data: { written: value } },
          token,
          signal,
        }),
      {
        signal,
        attempts: 5,
        baseMs: 500,
        retryable: error =>
          error instanceof ServiceUnavailableError ||
          (error instanceof InputError && /upgrad/i.test(error.message)),
      },
    );
    try {
      const { data } = await client.call(
        { method: 'GET', path, token, signal },
        secretAnswer,
      );
      if (data.data.written !== value) {
        throw new ClaimFailed('What was read is not what was written');
      }
    } finally {
      await client.run({
        method: 'DELETE',
        path: `${CHECK_MOUNT}/metadata/${name}`,
        token,
        signal,
      });
    }
    return { path, address: `https://${serverName}:8200` };
  });
}
