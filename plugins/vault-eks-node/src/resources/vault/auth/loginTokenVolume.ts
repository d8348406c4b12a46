import type { V1Volume } from '@kubernetes/client-node';
import { LOGIN_AUDIENCE } from './roles';

/** A check's pod ends within minutes; Kubernetes gives no projected token that lives shorter. */
const TOKEN_SECONDS = 600;

/** A volume with a token of the pod's own service account that Vault takes for a login, in the file `token`. */
export function loginTokenVolume(name: string): V1Volume {
  return {
    name,
    projected: {
      sources: [
        {
          serviceAccountToken: {
            path: 'token',
            audience: LOGIN_AUDIENCE,
            expirationSeconds: TOKEN_SECONDS,
          },
        },
      ],
    },
  };
}
