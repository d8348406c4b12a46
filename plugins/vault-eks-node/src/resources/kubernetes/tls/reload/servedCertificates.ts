import { createHash } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import type { V1Secret } from '@kubernetes/client-node';
import type { KubernetesConnection } from '../../../../connections/kubernetes';
import {
  isRunning,
  listVaultPods,
  VaultPods,
} from '../../../../connections/vault';
import type {
  ManagedResource,
  OperationContext,
} from '../../../../engine/ManagedResource';
import { certificatesIn } from '../inspectCertificate';
import { mountsSecret } from '../podSecrets';
import { entriesOf, materialOf, secretRef } from '../secretMaterial';
import { reloadPod, ReloadTimes, WantedCertificate } from './reloadPod';
import { timeLimit } from '../../../../connections/timeLimit';

/** For one handshake. */
const HANDSHAKE_TIMEOUT_MS = 5_000;

/** Which pods serve something else than what is in their secret. */
export interface ObservedServing {
  /** Absent when the secret holds no certificate. */
  readonly wanted?: WantedCertificate;
  readonly stale: readonly string[];
}

function wantedOf(
  secret: V1Secret | undefined,
  name: string,
): WantedCertificate | undefined {
  const entries = secret && entriesOf(secret);
  if (!entries) {
    return undefined;
  }
  const { certificatePem } = materialOf(secret, entries);
  const [leaf] = certificatesIn(certificatePem);
  return (
    leaf && {
      secret: name,
      fileSha256: createHash('sha256').update(certificatePem).digest('hex'),
      fingerprint: leaf.fingerprint256,
    }
  );
}

/**
 * Every running pod serves the certificate that is in its secret. Seen by a handshake with each, so that it does not
 * matter who renewed it, nor where a run ended between the secret and the last pod.
 */
export function servedCertificates(options: {
  readonly kubernetes: KubernetesConnection;
  readonly pods: VaultPods;
  readonly secretName: string;
  /** Given in tests. */
  readonly times?: ReloadTimes;
}): ManagedResource<ObservedServing, { readonly upToDate: true }> {
  const { kubernetes, pods, secretName, times } = options;
  const { namespace, release } = pods;

  const served = async (pod: string, { signal }: OperationContext) => {
    const limit = timeLimit(HANDSHAKE_TIMEOUT_MS, signal);
    const fingerprint = await pods
      .servedCertificate(pod, { signal: limit })
      .catch(() => undefined);
    signal.throwIfAborted();
    return { pod, fingerprint };
  };

  return {
    title: `Served certificate of Vault ${namespace}/${release}`,
    async observe(ctx) {
      const [secret, all] = await Promise.all([
        kubernetes.get<V1Secret>(secretRef(namespace, secretName), ctx),
        listVaultPods(kubernetes, pods, ctx),
      ]);
      const wanted = wantedOf(secret, secretName);
      const running = all
        .filter(pod => isRunning(pod) && mountsSecret(pod, secretName))
        .map(pod => pod.metadata?.name ?? '');
      const answers = await Promise.all(running.map(pod => served(pod, ctx)));
      const stale = answers
        // One that does not answer yet reads its files when it starts.
        .filter(a => a.fingerprint && a.fingerprint !== wanted?.fingerprint)
        .map(({ pod }) => pod);
      return { wanted, stale: wanted ? stale : [] };
    },
    diff: ({ stale }) =>
      stale.map(pod => ({
        field: pod,
        from: 'another certificate',
        to: 'the one in the secret',
      })),
    async create() {
      throw new NotFoundError(`Nobody serves for ${namespace}/${release}`);
    },
    async update(ctx, { wanted, stale }) {
      if (wanted) {
        await Promise.all(
          stale.map(pod =>
            reloadPod({ kubernetes, pods, pod, wanted, times, ctx }),
          ),
        );
      }
    },
    async delete() {
      // It ends with the pods.
    },
    output: () => ({ upToDate: true }),
    predict: () => ({ upToDate: true }),
  };
}
