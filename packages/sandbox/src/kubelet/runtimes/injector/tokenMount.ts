import { at, objectsOf, textOf } from '../../../kube/api/json';
import type { KubeObject } from '../../PodHost';

const OWN_MOUNT = '/var/run/secrets/vault.hashicorp.com/serviceaccount';

/** Where the agent finds the token of the pod's service account. */
export interface TokenMount {
  readonly volume: string;
  readonly mountPath: string;
  readonly file: string;
}

function pathInVolume(pod: KubeObject, name: string): string {
  const volume = objectsOf(at(pod, 'spec', 'volumes')).find(
    item => item.name === name,
  );
  if (!volume) {
    throw new Error(`failed to find service account volume "${name}"`);
  }
  const path = objectsOf(at(volume, 'projected', 'sources'))
    .map(source => textOf(at(source, 'serviceAccountToken', 'path')))
    .find(found => found !== undefined);
  if (!path) {
    throw new Error(`failed to find tokenPath for projected volume "${name}"`);
  }
  return path;
}

/** The volume that the pod names, else the one that is mounted for the Kubernetes API. */
export function tokenMount(pod: KubeObject, named?: string): TokenMount {
  const mounts = objectsOf(at(pod, 'spec', 'containers')).flatMap(container =>
    objectsOf(container.volumeMounts),
  );
  if (named) {
    const file = pathInVolume(pod, named);
    const mount = mounts.find(item => item.name === named);
    return {
      volume: named,
      mountPath: textOf(mount?.mountPath) ?? OWN_MOUNT,
      file,
    };
  }
  const usual = mounts.find(item =>
    textOf(item.mountPath)?.includes('serviceaccount'),
  );
  if (!usual) throw new Error('failed to find service account volume mount');
  return {
    volume: textOf(usual.name) ?? '',
    mountPath: textOf(usual.mountPath) ?? '',
    file: 'token',
  };
}
