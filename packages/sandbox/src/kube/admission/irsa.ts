import type { KubeObject } from '../../kubelet/PodHost';
import { childOf, JsonObject, objectsOf, textOf } from '../api/json';
import type { WriteContext } from './Strategy';

const VOLUME = 'aws-iam-token';
const MOUNT_PATH = '/var/run/secrets/eks.amazonaws.com/serviceaccount';
const ROLE_ANNOTATION = 'eks.amazonaws.com/role-arn';

/** What EKS's pod identity webhook does to a pod whose service account names an IAM role (IRSA). */
export function admitIrsa(
  pod: KubeObject,
  { store, cluster }: Pick<WriteContext, 'store' | 'cluster'>,
): void {
  const spec = childOf(pod, 'spec');
  const account = store.get(
    '',
    'serviceaccounts',
    pod.metadata.namespace,
    textOf(spec.serviceAccountName) ?? 'default',
  );
  const role = account?.metadata.annotations?.[ROLE_ANNOTATION];
  if (!role) return;
  const variables: Record<string, string> = {
    AWS_STS_REGIONAL_ENDPOINTS: 'regional',
    AWS_DEFAULT_REGION: cluster.region,
    AWS_REGION: cluster.region,
    AWS_ROLE_ARN: role,
    AWS_WEB_IDENTITY_TOKEN_FILE: `${MOUNT_PATH}/token`,
  };
  for (const container of [
    ...objectsOf(spec.initContainers),
    ...objectsOf(spec.containers),
  ]) {
    inject(container, variables);
  }
  const volumes = objectsOf(spec.volumes);
  if (!volumes.some(volume => volume.name === VOLUME)) {
    spec.volumes = [tokenVolume(), ...volumes];
  }
}

function inject(
  container: JsonObject,
  variables: Readonly<Record<string, string>>,
): void {
  const present = objectsOf(container.env);
  const missing = Object.entries(variables)
    .filter(([name]) => !present.some(variable => variable.name === name))
    .map(([name, value]) => ({ name, value }));
  container.env = [...present, ...missing];
  const mounts = objectsOf(container.volumeMounts);
  if (mounts.some(mount => mount.name === VOLUME)) return;
  container.volumeMounts = [
    ...mounts,
    { name: VOLUME, readOnly: true, mountPath: MOUNT_PATH },
  ];
}

function tokenVolume(): JsonObject {
  return {
    name: VOLUME,
    projected: {
      sources: [
        {
          serviceAccountToken: {
            audience: 'sts.amazonaws.com',
            expirationSeconds: 86400,
            path: 'token',
          },
        },
      ],
      defaultMode: 420,
    },
  };
}
