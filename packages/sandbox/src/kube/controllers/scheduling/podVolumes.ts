import type { KubeObject } from '../../../kubelet/PodHost';
import { at, objectsOf, stringsOf, textOf } from '../../api/json';
import type { Registry } from '../../store/Registry';

/** Where the volumes of a pod stand. */
export type VolumeState =
  | {
      readonly is: 'ready';
      readonly zone?: string;
      /** Claims that are bound once a node is chosen. */
      readonly waiting: readonly KubeObject[];
    }
  | { readonly is: 'blocked'; readonly message: string };

const ZONE_KEYS = [
  'topology.kubernetes.io/zone',
  'topology.ebs.csi.aws.com/zone',
];

/** Looks at the claims that a pod mounts. */
export function volumesOf(store: Registry, pod: KubeObject): VolumeState {
  const names = objectsOf(at(pod, 'spec', 'volumes'))
    .map(volume => textOf(at(volume, 'persistentVolumeClaim', 'claimName')))
    .filter((name): name is string => name !== undefined);
  const waiting: KubeObject[] = [];
  let zone: string | undefined;
  for (const name of names) {
    const claim = store.get(
      '',
      'persistentvolumeclaims',
      pod.metadata.namespace,
      name,
    );
    if (!claim) return blocked(`persistentvolumeclaim "${name}" not found`);
    if (claim.metadata.deletionTimestamp) {
      return blocked(`persistentvolumeclaim "${name}" is being deleted`);
    }
    const volume = textOf(at(claim, 'spec', 'volumeName'));
    if (volume) zone = zoneOf(store, volume) ?? zone;
    else if (waitsForConsumer(store, claim)) waiting.push(claim);
    else return blocked('pod has unbound immediate PersistentVolumeClaims');
  }
  return { is: 'ready', zone, waiting };
}

function blocked(message: string): VolumeState {
  return { is: 'blocked', message };
}

function waitsForConsumer(store: Registry, claim: KubeObject): boolean {
  const name = textOf(at(claim, 'spec', 'storageClassName')) ?? '';
  const storageClass = store.get(
    'storage.k8s.io',
    'storageclasses',
    undefined,
    name,
  );
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

function zoneOf(store: Registry, volume: string): string | undefined {
  const found = store.get('', 'persistentvolumes', undefined, volume);
  const terms = objectsOf(
    at(found, 'spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'),
  );
  return terms
    .flatMap(term => objectsOf(term.matchExpressions))
    .filter(expression => ZONE_KEYS.includes(String(expression.key)))
    .flatMap(expression => stringsOf(expression.values))[0];
}
