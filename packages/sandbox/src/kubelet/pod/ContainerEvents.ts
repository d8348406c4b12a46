import { recordEvent } from '../../kube/controllers/events';
import type { ClusterStore, KubeObject } from '../PodHost';

/** Probes come far more often here than in a real cluster: one kind of event is noted at most so often. */
const SAME_AGAIN_MS = 2_000;

/** Notes what happened to a container. */
export type NoteEvent = (
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
) => void;

/** The kubelet's events about one container of a pod. */
export class ContainerEvents {
  private readonly noted = new Map<string, number>();

  constructor(
    private readonly about: {
      readonly store: ClusterStore;
      readonly pod: KubeObject;
      /** For example `spec.containers{vault}`. */
      readonly fieldPath: string;
    },
  ) {}

  readonly note: NoteEvent = (type, reason, message) => {
    const { store, pod, fieldPath } = this.about;
    const last = this.noted.get(reason) ?? -Infinity;
    if (Date.now() - last < SAME_AGAIN_MS) return;
    this.noted.set(reason, Date.now());
    recordEvent(store, {
      ...{ about: pod, fieldPath, type, reason, message },
      component: 'kubelet',
    });
  };
}
