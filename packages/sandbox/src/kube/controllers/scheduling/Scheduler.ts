import type { KubeObject } from '../../../kubelet/PodHost';
import { at, childOf, textOf } from '../../api/json';
import { setCondition } from '../../api/objects';
import type { TableEvent } from '../../store/ObjectTable';
import type { Controller, ControllerContext } from '../Controller';
import { recordEvent } from '../events';
import { isAbout, keyOf, splitKey } from '../keys';
import { place, PlacedPod } from './placement';
import { volumesOf } from './podVolumes';

const COMPONENT = 'default-scheduler';
const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Gives pods their nodes. */
export class Scheduler implements Controller {
  /** Nodes chosen for pods that still wait for their volumes, by the pod's uid. */
  private readonly assumed = new Map<string, string>();

  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, '', 'pods') && event.type !== 'DELETED') {
      return needsNode(event.object) ? [keyOf(event.object)] : [];
    }
    const frees =
      isAbout(event, '', 'pods') ||
      isAbout(event, '', 'nodes') ||
      isAbout(event, '', 'persistentvolumeclaims') ||
      isAbout(event, 'storage.k8s.io', 'storageclasses');
    return frees ? this.initialKeys() : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store.list('', 'pods').filter(needsNode).map(keyOf);
  }

  reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { store } = this.context;
    const pod = store.get('', 'pods', namespace, name);
    if (!pod || !needsNode(pod)) return;
    const volumes = volumesOf(store, pod);
    if (volumes.is === 'blocked') {
      const nodes = store.list('', 'nodes').length;
      this.refuse(pod, `0/${nodes} nodes are available: ${volumes.message}.`);
      return;
    }
    const node = this.choose(pod, volumes.zone);
    if (!node) return;
    if (volumes.waiting.length === 0) {
      this.bind(pod, node);
      return;
    }
    this.assumed.set(pod.metadata.uid ?? '', node);
    for (const claim of volumes.waiting) {
      store.modify(
        '',
        'persistentvolumeclaims',
        namespace,
        claim.metadata.name,
        live => {
          live.metadata.annotations = {
            ...live.metadata.annotations,
            [SELECTED_NODE]: node,
          };
        },
      );
    }
  }

  private choose(
    pod: KubeObject,
    zone: string | undefined,
  ): string | undefined {
    const uid = pod.metadata.uid ?? '';
    const before = this.assumed.get(uid);
    if (before) return before;
    const nodes = this.context.store.list('', 'nodes');
    const result = place({
      pod,
      nodes,
      placed: this.placedPods(nodes, uid),
      zone,
    });
    if ('node' in result) return result.node.metadata.name;
    this.refuse(pod, result.message);
    return undefined;
  }

  private placedPods(
    nodes: readonly KubeObject[],
    except: string,
  ): PlacedPod[] {
    const byName = new Map(nodes.map(node => [node.metadata.name, node]));
    return this.context.store.list('', 'pods').flatMap(pod => {
      const uid = pod.metadata.uid ?? '';
      const phase = at(pod, 'status', 'phase');
      if (uid === except || phase === 'Succeeded' || phase === 'Failed') {
        return [];
      }
      const name =
        textOf(at(pod, 'spec', 'nodeName')) ?? this.assumed.get(uid) ?? '';
      const node = byName.get(name);
      return node ? [{ pod, node }] : [];
    });
  }

  private bind(pod: KubeObject, node: string): void {
    const { store } = this.context;
    const { namespace, name, uid } = pod.metadata;
    this.assumed.delete(uid ?? '');
    const bound = store.modify('', 'pods', namespace, name, live => {
      childOf(live, 'spec').nodeName = node;
      setCondition(childOf(live, 'status'), {
        type: 'PodScheduled',
        status: 'True',
      });
    });
    if (!bound) return;
    recordEvent(store, {
      about: pod,
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${node}`,
      component: COMPONENT,
    });
  }

  private refuse(pod: KubeObject, message: string): void {
    const { store } = this.context;
    const { namespace, name } = pod.metadata;
    const before = store.table.revision;
    store.modify('', 'pods', namespace, name, live => {
      setCondition(childOf(live, 'status'), {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message,
      });
    });
    if (store.table.revision === before) return;
    recordEvent(store, {
      about: pod,
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
      component: COMPONENT,
    });
  }
}

function needsNode(pod: KubeObject): boolean {
  return !at(pod, 'spec', 'nodeName') && !pod.metadata.deletionTimestamp;
}
