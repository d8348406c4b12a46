import { createHash } from 'node:crypto';
import type { ClusterStore, KubeObject } from '../../kubelet/PodHost';
import { numberOf } from '../api/json';
import { timestamp } from '../api/objects';

/** Notes an event about an object; the same one again only counts up. */
export function recordEvent(
  store: Pick<ClusterStore, 'get' | 'modify' | 'create'>,
  options: {
    readonly about: KubeObject;
    /** The part of it, such as `spec.containers{vault}`. */
    readonly fieldPath?: string;
    readonly type: 'Normal' | 'Warning';
    readonly reason: string;
    readonly message: string;
    readonly component: string;
  },
): void {
  const { about, fieldPath, type, reason, message, component } = options;
  const namespace = about.metadata.namespace ?? 'default';
  const hash = createHash('sha256')
    .update(`${about.metadata.uid}${fieldPath ?? ''}${reason}${message}`)
    .digest('hex')
    .slice(0, 16);
  const name = `${about.metadata.name}.${hash}`;
  const present = store.modify('', 'events', namespace, name, event => {
    event.count = (numberOf(event.count) ?? 1) + 1;
    event.lastTimestamp = timestamp();
  });
  const home = store.get('', 'namespaces', undefined, namespace);
  if (present || !home || home.metadata.deletionTimestamp) return;
  store.create('', 'events', {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name: about.metadata.name,
      namespace: about.metadata.namespace,
      uid: about.metadata.uid,
      resourceVersion: about.metadata.resourceVersion,
      ...(fieldPath ? { fieldPath } : {}),
    },
    type,
    reason,
    message,
    count: 1,
    firstTimestamp: timestamp(),
    lastTimestamp: timestamp(),
    source: { component },
    reportingComponent: component,
    reportingInstance: '',
  });
}
