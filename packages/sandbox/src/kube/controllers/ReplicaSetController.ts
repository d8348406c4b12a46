import type { KubeObject } from '../../kubelet/PodHost';
import { at, numberOf } from '../api/json';
import { randomSuffix } from '../store/randomSuffix';
import type { TableEvent } from '../store/ObjectTable';
import type { Controller, ControllerContext } from './Controller';
import { recordEvent } from './events';
import { isAbout, keyOf, ownerKey, splitKey } from './keys';
import { isActive, isReady, podsOf } from './pods';
import { podFromTemplate } from './templates';

const COMPONENT = 'replicaset-controller';

/** Runs ReplicaSets: as many pods as wanted. */
export class ReplicaSetController implements Controller {
  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, 'apps', 'replicasets')) return [keyOf(event.object)];
    return isAbout(event, '', 'pods')
      ? ownerKey(event.object, 'ReplicaSet')
      : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store.list('apps', 'replicasets').map(keyOf);
  }

  async reconcile(key: string): Promise<void> {
    const { namespace, name } = splitKey(key);
    const { store } = this.context;
    const set = store.get('apps', 'replicasets', namespace, name);
    if (!set || set.metadata.deletionTimestamp) return;
    const wanted = numberOf(at(set, 'spec', 'replicas')) ?? 1;
    const active = podsOf(store, set).filter(isActive);
    for (let missing = wanted - active.length; missing > 0; missing -= 1) {
      await this.createPod(set);
    }
    // Pods that are not ready go first.
    [...active]
      .sort((a, b) => Number(isReady(a)) - Number(isReady(b)))
      .slice(0, Math.max(0, active.length - wanted))
      .forEach(pod => store.delete('', 'pods', namespace, pod.metadata.name));
    const pods = podsOf(store, set).filter(isActive);
    const ready = pods.filter(isReady).length;
    store.modify('apps', 'replicasets', namespace, name, live => {
      live.status = {
        observedGeneration: set.metadata.generation,
        replicas: pods.length,
        fullyLabeledReplicas: pods.length,
        readyReplicas: ready,
        availableReplicas: ready,
      };
    });
  }

  private async createPod(set: KubeObject): Promise<void> {
    const { store, createPod } = this.context;
    const generateName = `${set.metadata.name}-`;
    const pod = podFromTemplate(set, {
      name: `${generateName}${randomSuffix()}`,
      generateName,
      labels: {},
    });
    try {
      await createPod(pod, COMPONENT);
      recordEvent(store, {
        about: set,
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: `Created pod: ${pod.metadata.name}`,
        component: COMPONENT,
      });
    } catch (error) {
      recordEvent(store, {
        about: set,
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating: ${
          error instanceof Error ? error.message : error
        }`,
        component: COMPONENT,
      });
      throw error;
    }
  }
}
