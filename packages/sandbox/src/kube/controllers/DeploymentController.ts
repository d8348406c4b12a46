import type { KubeObject } from '../../kubelet/PodHost';
import {
  at,
  childOf,
  JsonObject,
  numberOf,
  objectOf,
  objectsOf,
  stringMapOf,
} from '../api/json';
import {
  controlledBy,
  controllerOf,
  copyOf,
  setCondition,
} from '../api/objects';
import type { TableEvent } from '../store/ObjectTable';
import type { Controller, ControllerContext } from './Controller';
import { isAbout, keyOf, ownerKey, splitKey } from './keys';
import { templateHash } from './templates';

const HASH_LABEL = 'pod-template-hash';
const REVISION = 'deployment.kubernetes.io/revision';

function replicasOf(object: KubeObject): number {
  return numberOf(at(object, 'spec', 'replicas')) ?? 1;
}

function statusCount(object: KubeObject, field: string): number {
  return numberOf(at(object, 'status', field)) ?? 0;
}

/** An absolute number or a percentage of the replicas. */
function share(
  value: unknown,
  of: number,
  round: (n: number) => number,
): number {
  if (typeof value === 'number') return value;
  const percent = Number(String(value ?? '0').replace('%', ''));
  return round((percent / 100) * of);
}

/** Runs Deployments: one ReplicaSet for each template, rolled from the old to the new. */
export class DeploymentController implements Controller {
  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, 'apps', 'deployments')) return [keyOf(event.object)];
    return isAbout(event, 'apps', 'replicasets')
      ? ownerKey(event.object, 'Deployment')
      : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store.list('apps', 'deployments').map(keyOf);
  }

  reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { store } = this.context;
    const deployment = store.get('apps', 'deployments', namespace, name);
    if (!deployment || deployment.metadata.deletionTimestamp) return;
    const current = this.currentSet(deployment);
    const older = this.setsOf(deployment).filter(
      set => set.metadata.uid !== current.metadata.uid,
    );
    this.roll(deployment, current, older);
    this.prune(deployment, older);
    this.updateStatus(deployment, current.metadata.name);
  }

  private setsOf(deployment: KubeObject): KubeObject[] {
    return this.context.store
      .list('apps', 'replicasets', deployment.metadata.namespace)
      .filter(set => controllerOf(set)?.uid === deployment.metadata.uid);
  }

  /** The ReplicaSet of the present template, made when it is missing. */
  private currentSet(deployment: KubeObject): KubeObject {
    const { store } = this.context;
    const { namespace } = deployment.metadata;
    const template = copyOf(objectOf(at(deployment, 'spec', 'template')));
    const hash = templateHash(template);
    const name = `${deployment.metadata.name}-${hash}`;
    const sets = this.setsOf(deployment);
    const revisions = sets.map(set =>
      Number(set.metadata.annotations?.[REVISION] ?? 0),
    );
    const present = sets.find(set => set.metadata.name === name);
    const revision = String(Math.max(0, ...revisions) + 1);
    if (present) {
      const newest =
        present.metadata.annotations?.[REVISION] ===
        String(Math.max(...revisions));
      if (newest) return present;
      this.setRevision('replicasets', present, revision);
      this.setRevision('deployments', deployment, revision);
      return present;
    }
    const labels = stringMapOf(at(template, 'metadata', 'labels'));
    childOf(template, 'metadata').labels = { ...labels, [HASH_LABEL]: hash };
    const selector = copyOf(objectOf(at(deployment, 'spec', 'selector')));
    selector.matchLabels = {
      ...stringMapOf(selector.matchLabels),
      [HASH_LABEL]: hash,
    };
    this.setRevision('deployments', deployment, revision);
    return store.create('apps', 'replicasets', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace,
        labels: { ...labels, [HASH_LABEL]: hash },
        annotations: { [REVISION]: revision },
        ownerReferences: [controlledBy(deployment)],
      },
      spec: { replicas: 0, selector, template },
    });
  }

  private setRevision(plural: string, object: KubeObject, revision: string) {
    const { namespace, name } = object.metadata;
    this.context.store.modify('apps', plural, namespace, name, live => {
      live.metadata.annotations = {
        ...live.metadata.annotations,
        [REVISION]: revision,
      };
    });
  }

  /** Moves replicas from the older sets to the current one, within the surge and the outage that are allowed. */
  private roll(
    deployment: KubeObject,
    current: KubeObject,
    older: readonly KubeObject[],
  ): void {
    const wanted = replicasOf(deployment);
    const strategy = at(deployment, 'spec', 'strategy');
    const oldReplicas = older.reduce((sum, set) => sum + replicasOf(set), 0);
    if (at(strategy, 'type') === 'Recreate') {
      older.forEach(set => this.scale(set, 0));
      const left = older.some(set => statusCount(set, 'replicas') > 0);
      if (!left) this.scale(current, wanted);
      return;
    }
    const surge = share(
      at(strategy, 'rollingUpdate', 'maxSurge'),
      wanted,
      Math.ceil,
    );
    const outage = share(
      at(strategy, 'rollingUpdate', 'maxUnavailable'),
      wanted,
      Math.floor,
    );
    const allowed =
      oldReplicas === 0
        ? wanted
        : wanted + Math.max(surge, outage === 0 ? 1 : 0);
    this.scale(
      current,
      Math.min(wanted, Math.max(replicasOf(current), allowed - oldReplicas)),
    );
    const available =
      statusCount(current, 'availableReplicas') +
      older.reduce(
        (sum, set) => sum + statusCount(set, 'availableReplicas'),
        0,
      );
    let spare = Math.max(0, available - (wanted - outage));
    for (const set of older) {
      const unhealthy = replicasOf(set) - statusCount(set, 'availableReplicas');
      const cut = Math.min(replicasOf(set), Math.max(0, unhealthy) + spare);
      spare -= Math.max(0, cut - Math.max(0, unhealthy));
      if (cut > 0) this.scale(set, replicasOf(set) - cut);
    }
  }

  private scale(set: KubeObject, replicas: number): void {
    const { namespace, name } = set.metadata;
    this.context.store.modify('apps', 'replicasets', namespace, name, live => {
      childOf(live, 'spec').replicas = replicas;
    });
  }

  /** Forgets empty sets beyond the history that is kept. */
  private prune(deployment: KubeObject, older: readonly KubeObject[]): void {
    const kept = numberOf(at(deployment, 'spec', 'revisionHistoryLimit')) ?? 10;
    const empty = older
      .filter(
        set => replicasOf(set) === 0 && statusCount(set, 'replicas') === 0,
      )
      .sort(
        (a, b) =>
          Number(b.metadata.annotations?.[REVISION] ?? 0) -
          Number(a.metadata.annotations?.[REVISION] ?? 0),
      );
    for (const { metadata } of empty.slice(kept)) {
      this.context.store.delete(
        'apps',
        'replicasets',
        metadata.namespace,
        metadata.name,
      );
    }
  }

  private updateStatus(deployment: KubeObject, currentName: string): void {
    const sets = this.setsOf(deployment);
    const total = (field: string) =>
      sets.reduce((sum, set) => sum + statusCount(set, field), 0);
    const current = sets.find(set => set.metadata.name === currentName);
    const updated = current ? statusCount(current, 'replicas') : 0;
    const wanted = replicasOf(deployment);
    const available = total('availableReplicas');
    const { namespace, name } = deployment.metadata;
    this.context.store.modify('apps', 'deployments', namespace, name, live => {
      const status: JsonObject = {
        observedGeneration: live.metadata.generation,
        replicas: total('replicas'),
        updatedReplicas: updated,
        readyReplicas: total('readyReplicas'),
        availableReplicas: available,
        ...(wanted > available
          ? { unavailableReplicas: wanted - available }
          : {}),
        conditions: objectsOf(at(live, 'status', 'conditions')),
      };
      const complete =
        updated >= wanted && available >= wanted && total('replicas') <= wanted;
      setCondition(status, {
        type: 'Available',
        status: available >= wanted ? 'True' : 'False',
        reason:
          available >= wanted
            ? 'MinimumReplicasAvailable'
            : 'MinimumReplicasUnavailable',
        message:
          available >= wanted
            ? 'Deployment has minimum availability.'
            : 'Deployment does not have minimum availability.',
      });
      setCondition(status, {
        type: 'Progressing',
        status: 'True',
        reason: complete ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
        message: complete
          ? `ReplicaSet "${currentName}" has successfully progressed.`
          : `ReplicaSet "${currentName}" is progressing.`,
      });
      live.status = status;
    });
  }
}
