import type { V1PersistentVolumeClaim, V1Pod } from '@kubernetes/client-node';
import type {
  AuditVolumeStatus,
  ClusterProtections,
  HaLeader,
  HelmReleaseStatus,
  VaultClusterRef,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { KubernetesConnection } from '../../connections/kubernetes';
import {
  createVaultPods,
  isRunning,
  leaderAmong,
  listVaultPods,
  VaultPodsOptions,
} from '../../connections/vault';
import { certificateStatus, firstToExpire } from './certificateStatus';
import { podStatus } from './podStatus';
import { readPodLogs } from './podLogs';
import { ProbedPod, ProbeOptions, probePods } from './probePods';
import { KubernetesSide, readKubernetesSide } from './readKubernetesSide';
import { ServerSettings, serverSettings } from './serverSettings';
import { statusFindings } from './statusFindings';
import { readVolumeFill, VolumeFills } from './volumeFill';

/** What a status is read from. */
export interface ReadStatusOptions {
  readonly ref: VaultClusterRef;
  readonly kubernetes: KubernetesConnection;
  readonly signal: AbortSignal;
  /** For one pod; the whole status takes hardly longer. */
  readonly podTimeoutMs?: number;
  /** Looks into the pods to see how full their volumes are, which needs the right to exec. */
  readonly volumeFill?: boolean;
  /** Asks AWS what protects table and key; must not fail unless the signal aborts. */
  readonly protections?: (
    settings: ServerSettings,
  ) => Promise<ClusterProtections | undefined>;
  /** See {@link ProbeOptions.log}. */
  readonly log?: ProbeOptions['log'];
  /** See {@link VaultPodsOptions.direct}. */
  readonly direct?: VaultPodsOptions['direct'];
}

const DEFAULT_POD_TIMEOUT_MS = 3_000;

function leaderOf(probed: readonly ProbedPod[]): HaLeader | undefined {
  const pod = leaderAmong(probed);
  const since = Date.parse(
    probed.find(p => p.pod === pod)?.leader?.active_time ?? '',
  );
  return pod && Number.isFinite(since)
    ? { pod, since: new Date(since).toISOString() }
    : undefined;
}

function volumeOf(
  claim: V1PersistentVolumeClaim,
  fills: VolumeFills,
): AuditVolumeStatus {
  const name = claim.metadata?.name ?? '';
  return {
    claim: name,
    phase: claim.status?.phase ?? 'Unknown',
    size:
      claim.status?.capacity?.storage ??
      claim.spec?.resources?.requests?.storage,
    storageClass: claim.spec?.storageClassName,
    ...fills.get(name),
  };
}

function releaseOf(
  { releaseSecret }: KubernetesSide,
  pods: readonly V1Pod[],
): HelmReleaseStatus | undefined {
  const labels = releaseSecret?.metadata?.labels;
  return labels
    ? {
        name: labels.name,
        status: labels.status,
        revision: Number(labels.version),
        chartVersion: pods[0]?.metadata?.labels?.['helm.sh/chart']?.replace(
          /^vault-/,
          '',
        ),
      }
    : undefined;
}

const known = <T>(values: readonly (T | undefined)[]): T | undefined =>
  values.find(value => value !== undefined);

/** Asks Kubernetes and every pod, side by side; read-only. */
export async function readStatus(
  options: ReadStatusOptions,
): Promise<VaultClusterStatus> {
  const { ref, kubernetes, signal, direct } = options;
  const nameOf = (pod: V1Pod) => pod.metadata?.name ?? '';
  const askEachPod = async () => {
    const found = await listVaultPods(kubernetes, ref, { signal });
    const running = found.filter(isRunning).map(nameOf);
    const limit = {
      signal,
      timeoutMs: options.podTimeoutMs ?? DEFAULT_POD_TIMEOUT_MS,
    };
    const [probes, logs, fills] = await Promise.all([
      probePods(createVaultPods({ kubernetes, ...ref, direct }), running, {
        ...limit,
        log: options.log,
      }),
      readPodLogs(kubernetes, ref.namespace, running, limit),
      readVolumeFill(
        kubernetes,
        ref.namespace,
        options.volumeFill ? running : [],
        limit,
      ),
    ]);
    return { found, probes, logs, fills };
  };
  const askBeyondPods = async () => {
    const side = await readKubernetesSide(kubernetes, ref, { signal });
    const settings = serverSettings(side.config);
    const protections = await options.protections?.(settings);
    return { side, settings, protections };
  };
  const [{ side, settings, protections }, { found, probes, logs, fills }] =
    await Promise.all([askBeyondPods(), askEachPod()]);
  const observedAt = new Date();
  const probed = [...probes.values()];
  const healths = probed.flatMap(p => p.health ?? []);
  const seals = probed.flatMap(p => p.seal ?? []);
  const pods = found.map(pod =>
    podStatus(pod, probes.get(nameOf(pod)) ?? { pod: nameOf(pod) }, side.zones),
  );
  const status = {
    ref,
    observedAt: observedAt.toISOString(),
    sealed:
      healths.length === 0 ? undefined : healths.some(h => h.sealed === true),
    initialized:
      healths.length === 0 ? undefined : healths.some(h => h.initialized),
    leader: leaderOf(probed),
    replicas: {
      wanted: side.statefulSet.spec?.replicas ?? 0,
      ready: pods.filter(p => p.ready).length,
    },
    pods,
    version:
      known(
        probed.map(p => (p.leader?.is_self ? p.health?.version : undefined)),
      ) ?? healths[0]?.version,
    clusterName: known(healths.map(h => h.cluster_name)),
    clusterId: known(healths.map(h => h.cluster_id)),
    sealType: seals[0]?.type,
    storageType: known(seals.map(s => s.storage_type)),
    ...settings,
    protections,
    certificate: firstToExpire(
      probed.flatMap(p => certificateStatus(p.certificate, observedAt) ?? []),
    ),
    volumes: side.claims.map(claim => volumeOf(claim, fills)),
    release: releaseOf(side, found),
  };
  return { ...status, findings: statusFindings(status, logs) };
}
