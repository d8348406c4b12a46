import type { KubeObject } from '../../kubelet/PodHost';
import { at, stringsOf } from '../api/json';
import { NAME, AGE, column, computed, wide, type Columns } from './column';

function claimStatus(object: KubeObject): unknown {
  if (object.metadata.deletionTimestamp) return 'Terminating';
  return at(object, 'status', 'phase');
}

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(...path: readonly string[]) {
  return (object: KubeObject) =>
    stringsOf(at(object, ...path))
      .map(mode => MODES[mode] ?? mode)
      .join(',');
}

/** Where it keeps things. */
export const STORAGE: Columns = {
  persistentvolumeclaims: [
    NAME,
    computed('Status', claimStatus),
    computed('Volume', object => at(object, 'spec', 'volumeName') ?? ''),
    computed(
      'Capacity',
      object => at(object, 'status', 'capacity', 'storage') ?? '',
    ),
    computed('Access Modes', accessModes('status', 'accessModes')),
    computed(
      'StorageClass',
      object => at(object, 'spec', 'storageClassName') ?? '',
    ),
    computed('VolumeAttributesClass', () => '<unset>'),
    AGE,
    wide(column('VolumeMode', 'spec', 'volumeMode')),
  ],
  persistentvolumes: [
    NAME,
    column('Capacity', 'spec', 'capacity', 'storage'),
    computed('Access Modes', accessModes('spec', 'accessModes')),
    column('Reclaim Policy', 'spec', 'persistentVolumeReclaimPolicy'),
    column('Status', 'status', 'phase'),
    computed(
      'Claim',
      object =>
        `${at(object, 'spec', 'claimRef', 'namespace')}/${at(
          object,
          'spec',
          'claimRef',
          'name',
        )}`,
    ),
    column('StorageClass', 'spec', 'storageClassName'),
    AGE,
  ],
  storageclasses: [
    computed('Name', object =>
      object.metadata.annotations?.[
        'storageclass.kubernetes.io/is-default-class'
      ] === 'true'
        ? `${object.metadata.name} (default)`
        : object.metadata.name,
    ),
    column('Provisioner', 'provisioner'),
    column('ReclaimPolicy', 'reclaimPolicy'),
    column('VolumeBindingMode', 'volumeBindingMode'),
    computed(
      'AllowVolumeExpansion',
      object => object.allowVolumeExpansion === true,
    ),
    AGE,
  ],
};
