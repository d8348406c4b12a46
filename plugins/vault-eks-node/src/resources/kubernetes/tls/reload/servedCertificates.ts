import { createHash } from 'node:crypto';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { V1Pod, V1Secret } from '@kubernetes/client-node';
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

/** A pod that stays silent for as long is not one that was asked at a bad moment. */
const SILENT_TIMEOUT_MS = 60_000;

/** Which pods serve something else than what is in their secret. */
export interface ObservedServing {
  /** Absent when the secret holds no certificate. */
  readonly wanted?: WantedCertificate;
  readonly stale: readonly string[];
  /** Pods that are ready, and show nothing all the same: they may serve anything. */
  readonly silent: readonly string[];
}

/** Its probe has spoken with Vault over TLS. */
const isReady = ({ status }: V1Pod) =>
  status?.containerStatuses?.every(({ ready }) => ready) === true;

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
      if (!wanted) {
        return { stale: [], silent: [] };
      }
      const running = all.filter(
        pod => isRunning(pod) && mountsSecret(pod, secretName),
      );
      const nameOf = ({ metadata }: V1Pod) => metadata?.name ?? '';
      const ready = running.filter(isReady).map(nameOf);
      const answers = await Promise.all(
        running.map(pod => served(nameOf(pod), ctx)),
      );
      const stale = answers.filter(
        a => a.fingerprint && a.fingerprint !== wanted.fingerprint,
      );
      // One that does not answer yet reads its files when it starts.
      const silent = answers.filter(
        a => !a.fingerprint && ready.includes(a.pod),
      );
      return {
        wanted,
        stale: stale.map(({ pod }) => pod),
        silent: silent.map(({ pod }) => pod),
      };
    },
    diff: ({ stale, silent }) => [
      ...stale.map(pod => ({
        field: pod,
        from: 'another certificate',
        to: 'the one in the secret',
      })),
      ...silent.map(pod => ({
        field: pod,
        from: 'no answer',
        to: 'the one in the secret',
        pending: true,
      })),
    ],
    waiting: {
      atMostMs: SILENT_TIMEOUT_MS,
      async explain(_, changes) {
        const names = changes.map(({ field }) => field).join(', ');
        return new ServiceUnavailableError(
          `Pod ${names} of Vault ${namespace}/${release} is ready, but shows no certificate by a handshake, so it is not known to serve the one of secret ${secretName}; see its log and the way to it (kubectl port-forward), and run again`,
        );
      },
    },
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
