import type { EbsVolumes } from './aws';
import {
  at,
  isObject,
  objectsOf,
  stringMapOf,
  stringsOf,
  textOf,
} from './kube/api/json';
import type { ClusterStore, KubeObject } from './kubelet/PodHost';

const DRIVER = 'ebs.csi.aws.com';
const GIB: Readonly<Record<string, number>> = { Mi: 1 / 1024, Gi: 1, Ti: 1024 };

function sizeOf(volume: KubeObject): number {
  const storage = textOf(at(volume, 'spec', 'capacity', 'storage')) ?? '';
  const [, count = '1', unit = 'Gi'] = /^(\d+)([A-Z]i)?/.exec(storage) ?? [];
  return Math.max(1, Math.ceil(Number(count) * (GIB[unit] ?? 1)));
}

function zoneOf(volume: KubeObject): string {
  const [term] = objectsOf(
    at(volume, 'spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'),
  );
  const [expression] = objectsOf(term?.matchExpressions);
  return stringsOf(expression?.values)[0] ?? '';
}

/** What the EBS CSI driver of a cluster leaves at EC2: a volume for each of the PersistentVolumes that it made. */
export function mirrorVolumes(options: {
  readonly store: Pick<ClusterStore, 'watch'>;
  readonly cluster: { readonly name: string; readonly region: string };
  readonly volumes: EbsVolumes;
}): () => void {
  const { store, cluster, volumes } = options;
  return store.watch('', 'persistentvolumes', ({ type, object }) => {
    const csi = at(object, 'spec', 'csi');
    const id = textOf(at(csi, 'volumeHandle'));
    if (!isObject(csi) || csi.driver !== DRIVER || !id) return;
    if (type === 'DELETED') {
      if (at(object, 'spec', 'persistentVolumeReclaimPolicy') === 'Delete') {
        volumes.deleted(id);
      }
      return;
    }
    const parameters = stringMapOf(csi.volumeAttributes);
    volumes.made({
      id,
      region: cluster.region,
      zone: zoneOf(object),
      sizeGiB: sizeOf(object),
      type: parameters.type ?? 'gp3',
      encrypted: parameters.encrypted === 'true',
      kmsKeyId: parameters.kmsKeyId,
      tags: {
        [`kubernetes.io/cluster/${cluster.name}`]: 'owned',
        'kubernetes.io/created-for/pv/name': object.metadata.name,
      },
    });
  });
}
