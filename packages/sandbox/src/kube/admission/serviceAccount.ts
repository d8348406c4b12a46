import type { KubeObject } from '../../kubelet/PodHost';
import { forbidden } from '../api/ApiError';
import {
  childOf,
  JsonObject,
  objectsOf,
  setDefaults,
  textOf,
} from '../api/json';
import { knownResource } from '../api/resources';
import { randomSuffix } from '../store/randomSuffix';
import type { WriteContext } from './Strategy';

const VOLUME_PREFIX = 'kube-api-access-';
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Gives the pod its service account, which must exist, and mounts the account's token. */
export function admitServiceAccount(
  pod: KubeObject,
  { store }: Pick<WriteContext, 'store'>,
): void {
  const spec = childOf(pod, 'spec');
  setDefaults(spec, { serviceAccountName: 'default' });
  setDefaults(spec, { serviceAccount: spec.serviceAccountName });
  const name = textOf(spec.serviceAccountName) ?? 'default';
  const { namespace } = pod.metadata;
  const account = store.get('', 'serviceaccounts', namespace, name);
  if (!account) {
    throw forbidden(
      knownResource('', 'pods'),
      pod.metadata.name,
      `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
    );
  }
  const automount =
    spec.automountServiceAccountToken ?? account.automountServiceAccountToken;
  if (automount !== false) mountToken(spec);
}

function mountToken(spec: JsonObject): void {
  const containers = [
    ...objectsOf(spec.initContainers),
    ...objectsOf(spec.containers),
  ].filter(
    container =>
      !objectsOf(container.volumeMounts).some(
        mount => mount.mountPath === TOKEN_PATH,
      ),
  );
  if (containers.length === 0) return;
  const volumes = objectsOf(spec.volumes);
  const present = volumes
    .map(({ name }) => textOf(name))
    .find(name => name?.startsWith(VOLUME_PREFIX));
  const volume = present ?? `${VOLUME_PREFIX}${randomSuffix()}`;
  if (!present) {
    spec.volumes = [
      ...volumes,
      {
        name: volume,
        projected: { sources: tokenSources(), defaultMode: 420 },
      },
    ];
  }
  for (const container of containers) {
    container.volumeMounts = [
      ...objectsOf(container.volumeMounts),
      { name: volume, readOnly: true, mountPath: TOKEN_PATH },
    ];
  }
}

function tokenSources(): JsonObject[] {
  return [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    {
      configMap: {
        name: 'kube-root-ca.crt',
        items: [{ key: 'ca.crt', path: 'ca.crt' }],
      },
    },
    {
      downwardAPI: {
        items: [
          {
            path: 'namespace',
            fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
          },
        ],
      },
    },
  ];
}
