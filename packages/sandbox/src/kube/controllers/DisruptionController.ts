import type { KubeObject } from '../../kubelet/PodHost';
import { at, numberOf, objectsOf } from '../api/json';
import { controllerOf, setCondition } from '../api/objects';
import type { TableEvent } from '../store/ObjectTable';
import { selectsLabels } from '../store/selectors';
import type { Controller, ControllerContext } from './Controller';
import { isAbout, keyOf, splitKey } from './keys';
import { isActive, isReady } from './pods';

const GROUP = 'policy';
const PLURAL = 'poddisruptionbudgets';
const WORKLOADS: Readonly<Record<string, string>> = {
  StatefulSet: 'statefulsets',
  ReplicaSet: 'replicasets',
};

/** Counts for each PodDisruptionBudget how many pods may go. */
export class DisruptionController implements Controller {
  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, GROUP, PLURAL)) return [keyOf(event.object)];
    if (!isAbout(event, '', 'pods')) return [];
    return this.context.store
      .list(GROUP, PLURAL, event.object.metadata.namespace)
      .map(keyOf);
  }

  initialKeys(): readonly string[] {
    return this.context.store.list(GROUP, PLURAL).map(keyOf);
  }

  reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { store } = this.context;
    const budget = store.get(GROUP, PLURAL, namespace, name);
    if (!budget) return;
    const pods = store
      .list('', 'pods', namespace)
      .filter(isActive)
      .filter(pod =>
        selectsLabels(
          at(budget, 'spec', 'selector'),
          pod.metadata.labels ?? {},
        ),
      );
    const healthy = pods.filter(isReady).length;
    const expected = this.expectedOf(pods);
    const desired = desiredHealthy(budget, expected);
    const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0;
    store.modify(GROUP, PLURAL, namespace, name, live => {
      const status: Record<string, unknown> = {
        observedGeneration: live.metadata.generation,
        disruptionsAllowed: allowed,
        currentHealthy: healthy,
        desiredHealthy: desired,
        expectedPods: expected,
        conditions: objectsOf(at(live, 'status', 'conditions')),
      };
      setCondition(status, {
        type: 'DisruptionAllowed',
        status: allowed > 0 ? 'True' : 'False',
        reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
        observedGeneration: live.metadata.generation,
      });
      live.status = status;
    });
  }

  /** The replicas that the pods' owners want, whether they run or not. */
  private expectedOf(pods: readonly KubeObject[]): number {
    const owners = new Map<string, number>();
    for (const pod of pods) {
      const owner = controllerOf(pod);
      const plural = owner && WORKLOADS[owner.kind];
      const workload =
        plural &&
        this.context.store.get(
          'apps',
          plural,
          pod.metadata.namespace,
          owner.name,
        );
      if (workload) {
        const replicas = numberOf(at(workload, 'spec', 'replicas')) ?? 1;
        owners.set(owner.uid, replicas);
      } else {
        owners.set(pod.metadata.uid ?? '', 1);
      }
    }
    return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
  }
}

function desiredHealthy(budget: KubeObject, expected: number): number {
  const least = at(budget, 'spec', 'minAvailable');
  const most = at(budget, 'spec', 'maxUnavailable');
  const amount = (value: unknown) =>
    typeof value === 'number'
      ? value
      : Math.ceil((Number.parseInt(String(value), 10) / 100) * expected);
  if (least !== undefined) return amount(least);
  if (most !== undefined) return Math.max(0, expected - amount(most));
  return expected;
}
