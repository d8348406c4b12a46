import { readFileSync } from 'node:fs';
import type { LocalIdentity } from '../auth/kubernetes/TokenReviewer';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The pod's own service account, as mounted. Read each time, because the kubelet renews it. */
export function mountedServiceAccount(
  resolveFile: (path: string) => string,
): LocalIdentity & { namespace(): string | undefined } {
  const read = (name: string) => {
    try {
      return readFileSync(resolveFile(`${FOLDER}/${name}`), 'utf8').trim();
    } catch {
      return undefined;
    }
  };
  return {
    token: () => read('token'),
    caPem: () => read('ca.crt'),
    namespace: () => read('namespace'),
  };
}
