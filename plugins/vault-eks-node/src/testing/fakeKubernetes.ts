import { ConflictError } from '@backstage/errors';
import type {
  KubernetesObject,
  V1CertificateSigningRequest,
} from '@kubernetes/client-node';
import type {
  CollectionRef,
  KubernetesConnection,
  ObjectRef,
} from '../connections/kubernetes';

const keyOf = (ref: Omit<ObjectRef, 'apiVersion'>) =>
  [ref.kind, ref.namespace ?? '', ref.name].join('/');

const keyOfObject = (object: KubernetesObject) =>
  keyOf({
    kind: object.kind ?? '',
    namespace: object.metadata?.namespace,
    name: object.metadata?.name ?? '',
  });

function selects(ref: CollectionRef, object: KubernetesObject): boolean {
  const wanted = (ref.labelSelector ?? '').split(',').filter(Boolean);
  return (
    object.kind === ref.kind &&
    (ref.namespace === undefined ||
      object.metadata?.namespace === ref.namespace) &&
    wanted.every(term => {
      const [label, value] = term.split('=');
      return object.metadata?.labels?.[label] === value;
    })
  );
}

/** Objects in memory behind the interface of the connection. */
export interface FakeKubernetes extends KubernetesConnection {
  readonly objects: Map<string, KubernetesObject>;
  /** What changed something, as `verb Kind/namespace/name`. */
  readonly writes: string[];
  put(...objects: KubernetesObject[]): void;
}

const unsupported = (what: string) => async () => {
  throw new Error(`The test did not expect ${what}`);
};

export function fakeKubernetes(
  overrides: Partial<KubernetesConnection> = {},
): FakeKubernetes {
  const objects = new Map<string, KubernetesObject>();
  const writes: string[] = [];
  // The stored objects are of the kind that the caller asks for, as on the wire.
  const stored = <T extends KubernetesObject>(key: string) =>
    structuredClone(objects.get(key)) as T | undefined;
  const store = <T extends KubernetesObject>(verb: string, object: T): T => {
    const key = keyOfObject(object);
    writes.push(`${verb} ${key}`);
    const before = objects.get(key);
    objects.set(key, {
      ...before,
      ...object,
      metadata: {
        ...before?.metadata,
        ...object.metadata,
        labels: { ...before?.metadata?.labels, ...object.metadata?.labels },
        annotations: {
          ...before?.metadata?.annotations,
          ...object.metadata?.annotations,
        },
      },
    });
    return structuredClone(object);
  };
  return {
    endpoint: 'https://api.test',
    caPem: '',
    objects,
    writes,
    put: (...added) => added.forEach(o => objects.set(keyOfObject(o), o)),
    token: async () => 'k8s-aws-v1.test',
    version: async () => 'v1.35.0',
    get: async <T extends KubernetesObject>(ref: ObjectRef) =>
      stored<T>(keyOf(ref)),
    list: async <T extends KubernetesObject>(ref: CollectionRef) =>
      [...objects.values()]
        .filter(object => selects(ref, object))
        .map(object => structuredClone(object) as T),
    apply: async object => store('apply', object),
    create: async object => {
      if (objects.has(keyOfObject(object))) {
        throw new ConflictError(`${keyOfObject(object)} exists`);
      }
      return store('create', object);
    },
    patchStatus: async ({ status, ...ref }) => {
      const before = objects.get(keyOf(ref));
      writes.push(`patch status of ${keyOf(ref)}`);
      objects.set(keyOf(ref), { ...before, status } as KubernetesObject);
    },
    delete: async ref => {
      writes.push(`delete ${keyOf(ref)}`);
      objects.delete(keyOf(ref));
    },
    approve: async (csr: V1CertificateSigningRequest) => {
      store('approve', { ...csr, kind: 'CertificateSigningRequest' });
    },
    serviceAccountToken: async ({ serviceAccount }) =>
      `jwt-of-${serviceAccount}`,
    can: async () => true,
    logs: unsupported('logs'),
    exec: unsupported('exec'),
    portForward: unsupported('portForward'),
    close: async () => undefined,
    ...overrides,
  };
}
