import type { KubeObject } from '../../kubelet/PodHost';
import {
  at,
  isObject,
  JsonObject,
  numberOf,
  objectsOf,
  stringMapOf,
  textOf,
} from '../api/json';
import { controlledBy } from '../api/objects';
import type { TableEvent } from '../store/ObjectTable';
import { randomSuffix } from '../store/randomSuffix';
import { selectsLabels } from '../store/selectors';
import type { Controller, ControllerContext } from './Controller';
import { isAbout, keyOf, splitKey } from './keys';
import { isActive, isReady } from './pods';

const SERVICE_LABEL = 'kubernetes.io/service-name';
const ZONE = 'topology.kubernetes.io/zone';

/** Keeps Endpoints and EndpointSlices of each Service with a selector in step with its pods. */
export class EndpointsController implements Controller {
  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, '', 'services')) return [keyOf(event.object)];
    if (!isAbout(event, '', 'pods')) return [];
    const { store } = this.context;
    return store
      .list('', 'services', event.object.metadata.namespace)
      .filter(
        service =>
          selects(service, event.object) ||
          (event.previous !== undefined && selects(service, event.previous)),
      )
      .map(keyOf);
  }

  initialKeys(): readonly string[] {
    return this.context.store.list('', 'services').map(keyOf);
  }

  reconcile(key: string): void {
    const { namespace, name } = splitKey(key);
    const { store } = this.context;
    const service = store.get('', 'services', namespace, name);
    if (!service) {
      store.delete('', 'endpoints', namespace, name);
      return;
    }
    if (service.metadata.deletionTimestamp || !hasSelector(service)) return;
    const pods = store
      .list('', 'pods', namespace)
      .filter(pod => selects(service, pod) && at(pod, 'status', 'podIP'))
      .filter(pod => isActive(pod) || pod.metadata.deletionTimestamp);
    this.writeEndpoints(service, pods);
    this.writeSlice(service, pods);
  }

  private writeEndpoints(
    service: KubeObject,
    pods: readonly KubeObject[],
  ): void {
    const { store } = this.context;
    const { namespace, name, labels } = service.metadata;
    const serving = pods.filter(
      pod => isActive(pod) && (publishesAll(service) || isReady(pod)),
    );
    const waiting = pods.filter(pod => isActive(pod) && !serving.includes(pod));
    const ports = portsOf(service, pods[0]);
    const subsets =
      serving.length + waiting.length === 0
        ? undefined
        : [
            {
              ...(serving.length > 0
                ? { addresses: serving.map(addressOf) }
                : {}),
              ...(waiting.length > 0
                ? { notReadyAddresses: waiting.map(addressOf) }
                : {}),
              ...(ports.length > 0 ? { ports } : {}),
            },
          ];
    const change = (endpoints: KubeObject) => {
      endpoints.metadata.labels = { ...labels };
      if (subsets) endpoints.subsets = subsets;
      else delete endpoints.subsets;
    };
    if (store.modify('', 'endpoints', namespace, name, change)) return;
    const endpoints: KubeObject = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name, namespace },
    };
    change(endpoints);
    store.create('', 'endpoints', endpoints);
  }

  private writeSlice(service: KubeObject, pods: readonly KubeObject[]): void {
    const { store } = this.context;
    const { namespace, name } = service.metadata;
    const group = 'discovery.k8s.io';
    const endpoints = pods.map(pod => this.sliceEndpoint(service, pod));
    // A port without a name has the empty one here; kubectl describe relies on it.
    const ports = portsOf(service, pods[0]).map(port => ({
      name: '',
      ...port,
    }));
    const present = store
      .list(group, 'endpointslices', namespace)
      .find(slice => slice.metadata.labels?.[SERVICE_LABEL] === name);
    if (present) {
      store.modify(
        group,
        'endpointslices',
        namespace,
        present.metadata.name,
        slice => {
          slice.endpoints = endpoints;
          slice.ports = ports;
        },
      );
      return;
    }
    store.create(group, 'endpointslices', {
      apiVersion: `${group}/v1`,
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${randomSuffix()}`,
        generateName: `${name}-`,
        namespace,
        labels: {
          [SERVICE_LABEL]: name,
          'endpointslice.kubernetes.io/managed-by':
            'endpointslice-controller.k8s.io',
        },
        ownerReferences: [controlledBy(service)],
      },
      addressType: 'IPv4',
      endpoints,
      ports,
    });
  }

  private sliceEndpoint(service: KubeObject, pod: KubeObject): JsonObject {
    const nodeName = textOf(at(pod, 'spec', 'nodeName'));
    const node = this.context.store.get('', 'nodes', undefined, nodeName ?? '');
    const terminating = pod.metadata.deletionTimestamp !== undefined;
    const hostname = textOf(at(pod, 'spec', 'hostname'));
    return {
      addresses: [at(pod, 'status', 'podIP')],
      conditions: {
        ready: publishesAll(service) || (isReady(pod) && !terminating),
        serving: isReady(pod),
        terminating,
      },
      ...(hostname ? { hostname } : {}),
      nodeName,
      targetRef: referenceTo(pod),
      zone: node?.metadata.labels?.[ZONE],
    };
  }
}

function hasSelector(service: KubeObject): boolean {
  return Object.keys(stringMapOf(at(service, 'spec', 'selector'))).length > 0;
}

function selects(service: KubeObject, pod: KubeObject): boolean {
  return (
    hasSelector(service) &&
    selectsLabels(
      { matchLabels: at(service, 'spec', 'selector') },
      pod.metadata.labels ?? {},
    )
  );
}

function publishesAll(service: KubeObject): boolean {
  return at(service, 'spec', 'publishNotReadyAddresses') === true;
}

function referenceTo(pod: KubeObject): JsonObject {
  const { name, namespace, uid } = pod.metadata;
  return { kind: 'Pod', name, namespace, uid };
}

function addressOf(pod: KubeObject): JsonObject {
  const hostname = textOf(at(pod, 'spec', 'hostname'));
  return {
    ip: at(pod, 'status', 'podIP'),
    ...(hostname ? { hostname } : {}),
    nodeName: at(pod, 'spec', 'nodeName'),
    targetRef: referenceTo(pod),
  };
}

function portsOf(
  service: KubeObject,
  pod: KubeObject | undefined,
): JsonObject[] {
  return objectsOf(at(service, 'spec', 'ports')).flatMap(port => {
    const number = targetPortOf(port, pod);
    if (number === undefined) return [];
    return [
      {
        ...(port.name ? { name: port.name } : {}),
        port: number,
        protocol: port.protocol,
      },
    ];
  });
}

/** The number of a Service's target port; a name is looked up in the pod. */
export function targetPortOf(
  port: JsonObject,
  pod: KubeObject | undefined,
): number | undefined {
  if (typeof port.targetPort !== 'string') {
    return numberOf(port.targetPort) ?? numberOf(port.port);
  }
  const named = objectsOf(at(pod, 'spec', 'containers'))
    .flatMap(container => objectsOf(container.ports))
    .find(item => isObject(item) && item.name === port.targetPort);
  return numberOf(named?.containerPort);
}
