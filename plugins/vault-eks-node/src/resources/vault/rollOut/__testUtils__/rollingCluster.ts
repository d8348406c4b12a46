import { Readable } from 'node:stream';
import type {
  CoreV1Event,
  KubernetesObject,
  V1ContainerState,
  V1Pod,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { createVaultPods } from '../../../../connections/vault';
import {
  POD_NAMES,
  startVaultCluster,
  VaultCluster,
} from '../../../../testing/startVaultCluster';
import { createVaultSession } from '../../session/VaultSession';
import type { RollPatience } from '../RollContext';

/** What becomes of a pod that was deleted. */
export type Fate = 'serves' | 'sealed' | 'no image' | 'crashes' | 'never made';

const STATES: Readonly<Partial<Record<Fate, V1ContainerState>>> = {
  'no image': {
    waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' },
  },
  crashes: { waiting: { reason: 'CrashLoopBackOff' } },
};

export const SHORT: RollPatience = {
  backMs: 900,
  stuckMs: 100,
  crashMs: 300,
  servingMs: 600,
  handOverMs: 500,
  endsMs: 200,
  intervalMs: 20,
  askMs: 20,
};

/** Three Vault pods of a StatefulSet whose template has changed, and a controller that makes deleted ones anew. */
export interface RollingCluster extends VaultCluster {
  readonly fates: Map<string, Fate>;
  /** The pods that were unsealed at the moment of each deletion. */
  readonly unsealedAtDeletion: string[][];
  readonly lines: string[];
  readonly options: {
    readonly kubernetes: VaultCluster['kubernetes'];
    readonly pods: ReturnType<typeof createVaultPods>;
    readonly session: ReturnType<typeof createVaultSession>;
    readonly replicas: number;
    readonly patience: RollPatience;
  };
  readonly ctx: {
    readonly signal: AbortSignal;
    log(line: string): void;
  };
  revise(pod: string, revision: string, state?: V1ContainerState): void;
  statefulSet(
    changes: Pick<V1StatefulSet, 'metadata' | 'spec' | 'status'>,
  ): void;
  letOperatorLogIn(): void;
}

export async function startRollingCluster(
  replicas = 3,
): Promise<RollingCluster> {
  const cluster = await startVaultCluster();
  const { kubernetes, vault } = cluster;
  vault.initialised = true;
  const fates = new Map<string, Fate>();
  const unsealedAtDeletion: string[][] = [];
  const lines: string[] = [];

  const elect = (besides: string) => {
    const next = POD_NAMES.find(
      name =>
        name !== besides &&
        !vault.sealed.has(name) &&
        kubernetes.objects.has(`Pod/vault/${name}`),
    );
    vault.leader = next ?? vault.leader;
  };
  vault.stepDown = elect;

  const revise: RollingCluster['revise'] = (name, revision, state) => {
    const now = kubernetes.objects.get(`Pod/vault/${name}`) as V1Pod;
    const [container] = now.status?.containerStatuses ?? [];
    kubernetes.put({
      ...now,
      metadata: {
        ...now.metadata,
        uid: `${name}-${revision}`,
        labels: {
          ...now.metadata?.labels,
          'controller-revision-hash': revision,
        },
      },
      status: {
        ...now.status,
        containerStatuses: [{ ...container, state: state ?? { running: {} } }],
      },
    } as KubernetesObject);
  };

  const { delete: remove } = kubernetes;
  kubernetes.delete = async (ref, options) => {
    if (ref.kind !== 'Pod') {
      await remove(ref, options);
      return;
    }
    const { name } = ref;
    unsealedAtDeletion.push(POD_NAMES.filter(pod => !vault.sealed.has(pod)));
    const fate = fates.get(name) ?? 'serves';
    const before = kubernetes.objects.get(`Pod/vault/${name}`);
    await remove(ref, options);
    if (vault.leader === name) {
      elect(name);
    }
    if (fate === 'never made' || !before) {
      return;
    }
    kubernetes.put(before);
    revise(name, 'new', STATES[fate]);
    if (fate === 'sealed') {
      vault.sealed.add(name);
    } else {
      vault.sealed.delete(name);
    }
  };
  kubernetes.logs = async ({ pod }) =>
    Readable.from(`${(cluster.logs.get(pod) ?? []).join('\n')}\n`);

  const statefulSet: RollingCluster['statefulSet'] = changes =>
    kubernetes.put({
      kind: 'StatefulSet',
      ...changes,
      metadata: { name: 'vault', namespace: 'vault', ...changes.metadata },
    } as KubernetesObject);
  statefulSet({ spec: undefined, status: { replicas, updateRevision: 'new' } });
  POD_NAMES.forEach(name => revise(name, 'old'));

  const pods = createVaultPods({
    kubernetes,
    namespace: 'vault',
    release: 'vault',
  });
  const session = createVaultSession({
    kubernetes,
    pods,
    custody: {
      read: async () => {
        throw new Error('The test did not expect a look into custody');
      },
    },
  });
  return {
    ...cluster,
    fates,
    unsealedAtDeletion,
    lines,
    options: { kubernetes, pods, session, replicas, patience: SHORT },
    ctx: {
      signal: new AbortController().signal,
      log: line => void lines.push(line),
    },
    revise,
    statefulSet,
    letOperatorLogIn: () =>
      vault.written.set('auth/kubernetes/role/vault-eks-operator', {}),
  };
}

/** An event about a pod, as Kubernetes keeps it. */
export function podEvent(
  event: Pick<CoreV1Event, 'reason' | 'message' | 'type'> &
    Partial<Pick<CoreV1Event, 'involvedObject'>>,
): KubernetesObject {
  const named: KubernetesObject & typeof event = {
    kind: 'Event',
    metadata: { name: `event-${event.reason}`, namespace: 'vault' },
    ...event,
  };
  return named;
}

/** The record of a revision that helm keeps. */
export function helmRecord(version: number, status: string): KubernetesObject {
  return {
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.vault.v${version}`,
      namespace: 'vault',
      labels: {
        owner: 'helm',
        name: 'vault',
        version: `${version}`,
        status,
      },
    },
  };
}
