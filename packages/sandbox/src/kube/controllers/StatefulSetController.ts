import type { KubeObject } from '../../kubelet/PodHost';
import { ApiError } from '../api/ApiError';
import {
  at,
  numberOf,
  objectOf,
  objectsOf,
  stringMapOf,
  textOf,
} from '../api/json';
import { controlledBy, copyOf } from '../api/objects';
import type { TableEvent } from '../store/ObjectTable';
import type { Controller, ControllerContext } from './Controller';
import { recordEvent } from './events';
import { isAbout, keyOf, ownerKey, splitKey } from './keys';
import { isActive, isReady, podsOf } from './pods';
import { podFromTemplate, templateHash } from './templates';

const COMPONENT = 'statefulset-controller';
const REVISION_LABEL = 'controller-revision-hash';

function ordinalOf(pod: KubeObject): number {
  return Number(pod.metadata.name.split('-').at(-1));
}

function replicasOf(set: KubeObject): number {
  return numberOf(at(set, 'spec', 'replicas')) ?? 1;
}

/** Runs StatefulSets: stable names, claims, ordered or parallel, rolling or on delete. */
export class StatefulSetController implements Controller {
  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, 'apps', 'statefulsets')) return [keyOf(event.object)];
    return isAbout(event, '', 'pods')
      ? ownerKey(event.object, 'StatefulSet')
      : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store.list('apps', 'statefulsets').map(keyOf);
  }

  async reconcile(key: string): Promise<void> {
    const { namespace, name } = splitKey(key);
    const set = this.context.store.get('apps', 'statefulsets', namespace, name);
    if (!set || set.metadata.deletionTimestamp) return;
    const revision = this.revisionOf(set);
    await this.arrange(set, revision);
    this.updateStatus(set, revision);
  }

  private async arrange(set: KubeObject, revision: string): Promise<void> {
    const { store } = this.context;
    const parallel = at(set, 'spec', 'podManagementPolicy') === 'Parallel';
    const pods = new Map(podsOf(store, set).map(pod => [ordinalOf(pod), pod]));
    for (let ordinal = 0; ordinal < replicasOf(set); ordinal += 1) {
      const pod = pods.get(ordinal);
      if (!pod) await this.createPod(set, ordinal, revision);
      else if (hasEnded(pod)) this.deletePod(pod);
      const healthy = pod && isReady(pod) && isActive(pod);
      if (!parallel && !healthy) return;
    }
    const surplus = [...pods.values()]
      .filter(pod => ordinalOf(pod) >= replicasOf(set))
      .sort((a, b) => ordinalOf(b) - ordinalOf(a));
    for (const pod of surplus) {
      this.deletePod(pod);
      if (!parallel) return;
    }
    if (surplus.length === 0) this.rollOut(set, [...pods.values()], revision);
  }

  /** Replaces outdated pods one by one, the highest ordinal first. */
  private rollOut(
    set: KubeObject,
    pods: readonly KubeObject[],
    revision: string,
  ): void {
    const strategy = at(set, 'spec', 'updateStrategy');
    if (at(strategy, 'type') !== 'RollingUpdate') return;
    const partition = numberOf(at(strategy, 'rollingUpdate', 'partition')) ?? 0;
    const descending = [...pods].sort((a, b) => ordinalOf(b) - ordinalOf(a));
    for (const pod of descending) {
      if (ordinalOf(pod) < partition) return;
      if (pod.metadata.labels?.[REVISION_LABEL] !== revision) {
        this.deletePod(pod);
        return;
      }
      if (!isReady(pod) || !isActive(pod)) return;
    }
  }

  private async createPod(
    set: KubeObject,
    ordinal: number,
    revision: string,
  ): Promise<void> {
    const name = `${set.metadata.name}-${ordinal}`;
    const pod = podFromTemplate(set, {
      name,
      generateName: `${set.metadata.name}-`,
      labels: {
        'apps.kubernetes.io/pod-index': String(ordinal),
        [REVISION_LABEL]: revision,
        'statefulset.kubernetes.io/pod-name': name,
      },
    });
    const claims = this.claimsOf(set, name);
    const claimed = claims.map(({ volume }) => volume);
    pod.spec.hostname = name;
    pod.spec.subdomain = textOf(at(set, 'spec', 'serviceName'));
    pod.spec.volumes = [
      ...claims.map(({ volume, claim }) => ({
        name: volume,
        persistentVolumeClaim: { claimName: claim },
      })),
      ...objectsOf(pod.spec.volumes).filter(
        volume => !claimed.includes(String(volume.name)),
      ),
    ];
    try {
      await this.context.createPod(pod, COMPONENT);
      this.note(
        set,
        'Normal',
        'SuccessfulCreate',
        `create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
      );
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'AlreadyExists') return;
      const why = error instanceof Error ? error.message : String(error);
      this.note(
        set,
        'Warning',
        'FailedCreate',
        `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${why}`,
      );
      throw error;
    }
  }

  /** Makes the pod's claims where they are missing. */
  private claimsOf(set: KubeObject, pod: string) {
    const { store } = this.context;
    const { namespace } = set.metadata;
    return objectsOf(at(set, 'spec', 'volumeClaimTemplates')).map(template => {
      const metadata = objectOf(template.metadata);
      const volume = String(metadata.name);
      const claim = `${volume}-${pod}`;
      if (!store.get('', 'persistentvolumeclaims', namespace, claim)) {
        store.create('', 'persistentvolumeclaims', {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: {
            ...copyOf(metadata),
            name: claim,
            namespace,
            labels: {
              ...stringMapOf(at(set, 'spec', 'selector', 'matchLabels')),
              ...stringMapOf(metadata.labels),
            },
          },
          spec: copyOf(objectOf(template.spec)),
        });
      }
      return { volume, claim };
    });
  }

  private deletePod(pod: KubeObject): void {
    if (pod.metadata.deletionTimestamp) return;
    const { namespace, name } = pod.metadata;
    this.context.store.delete('', 'pods', namespace, name);
  }

  /** The name of the present template, kept as a ControllerRevision. */
  private revisionOf(set: KubeObject): string {
    const { store } = this.context;
    const template = at(set, 'spec', 'template');
    const { namespace } = set.metadata;
    const hash = templateHash(template);
    const name = `${set.metadata.name}-${hash}`;
    if (!store.get('apps', 'controllerrevisions', namespace, name)) {
      store.create('apps', 'controllerrevisions', {
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: {
          name,
          namespace,
          // By these kubectl finds the history.
          labels: {
            ...stringMapOf(at(template, 'metadata', 'labels')),
            'controller.kubernetes.io/hash': hash,
          },
          ownerReferences: [controlledBy(set)],
        },
        data: {
          spec: { template: { ...objectOf(template), $patch: 'replace' } },
        },
        revision: set.metadata.generation ?? 1,
      });
    }
    return name;
  }

  private updateStatus(set: KubeObject, revision: string): void {
    const { store } = this.context;
    const pods = podsOf(store, set).filter(
      pod => ordinalOf(pod) < replicasOf(set),
    );
    const podsAt = (name: string) =>
      pods.filter(pod => pod.metadata.labels?.[REVISION_LABEL] === name).length;
    const ready = pods.filter(pod => isReady(pod) && isActive(pod)).length;
    const before = textOf(at(set, 'status', 'currentRevision')) ?? revision;
    const rolls = at(set, 'spec', 'updateStrategy', 'type') === 'RollingUpdate';
    const complete =
      rolls &&
      podsAt(revision) === replicasOf(set) &&
      ready === replicasOf(set);
    const current = complete ? revision : before;
    const { namespace, name } = set.metadata;
    store.modify('apps', 'statefulsets', namespace, name, live => {
      live.status = {
        observedGeneration: set.metadata.generation,
        replicas: pods.length,
        readyReplicas: ready,
        availableReplicas: ready,
        currentReplicas: podsAt(current),
        updatedReplicas: podsAt(revision),
        currentRevision: current,
        updateRevision: revision,
        collisionCount: 0,
      };
    });
  }

  private note(
    about: KubeObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    recordEvent(this.context.store, {
      about,
      type,
      reason,
      message,
      component: COMPONENT,
    });
  }
}

function hasEnded(pod: KubeObject): boolean {
  return ['Failed', 'Succeeded'].includes(String(at(pod, 'status', 'phase')));
}
