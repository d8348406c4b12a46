import { childOf } from '../api/json';
import { RESOURCE_TYPES } from '../api/resources';
import type { TableEvent } from '../store/ObjectTable';
import type { Controller, ControllerContext } from './Controller';
import { isAbout } from './keys';

const NAMESPACED = RESOURCE_TYPES.filter(
  type => type.namespaced && !type.review,
);

/** Gives each namespace its default service account and CA bundle, and empties those that are deleted. */
export class NamespaceController implements Controller {
  constructor(private readonly context: ControllerContext) {}

  keysOf(event: TableEvent): readonly string[] {
    if (isAbout(event, '', 'namespaces')) return [event.object.metadata.name];
    const { namespace } = event.object.metadata;
    return event.type === 'DELETED' && namespace ? [namespace] : [];
  }

  initialKeys(): readonly string[] {
    return this.context.store
      .list('', 'namespaces')
      .map(namespace => namespace.metadata.name);
  }

  reconcile(name: string): void {
    const { store } = this.context;
    const namespace = store.get('', 'namespaces', undefined, name);
    if (!namespace) return;
    if (namespace.metadata.deletionTimestamp) this.empty(name);
    else this.furnish(name);
  }

  private furnish(namespace: string): void {
    const { store } = this.context;
    if (!store.get('', 'serviceaccounts', namespace, 'default')) {
      store.create('', 'serviceaccounts', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace },
      });
    }
    if (!store.get('', 'configmaps', namespace, 'kube-root-ca.crt')) {
      store.create('', 'configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'kube-root-ca.crt', namespace },
        data: { 'ca.crt': store.cluster.caCertificatePem },
      });
    }
  }

  private empty(name: string): void {
    const { store } = this.context;
    const contents = NAMESPACED.flatMap(type =>
      store.table.list(type, name).map(object => ({ type, object })),
    );
    for (const { type, object } of contents) {
      store.deleteObject(type, name, object.metadata.name, {});
    }
    const left = NAMESPACED.some(
      type => store.table.list(type, name).length > 0,
    );
    if (left) return;
    store.modify('', 'namespaces', undefined, name, namespace => {
      childOf(namespace, 'spec').finalizers = [];
    });
  }
}
