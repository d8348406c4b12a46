import { stringify } from 'yaml';

/** Name of the volume with the token that is good for Vault only. */
const TOKEN_VOLUME = 'vault-token';

/**
 * What goes into the pod template of an application that the injector serves. The agent takes a token of Vault's audience
 * from a volume, since the role accepts no other; the file is `/vault/secrets/config`. Source: annotations of vault-k8s.
 */
export function appPodTemplate(options: {
  readonly role: string;
  readonly mount: string;
  readonly path: string;
  readonly serviceAccount: string;
  readonly audience: string;
}): string {
  const { role, mount, path, serviceAccount, audience } = options;
  const prefix = 'vault.hashicorp.com';
  return stringify({
    metadata: {
      annotations: {
        [`${prefix}/agent-inject`]: 'true',
        [`${prefix}/role`]: role,
        [`${prefix}/agent-service-account-token-volume-name`]: TOKEN_VOLUME,
        [`${prefix}/agent-inject-secret-config`]: `${mount}/data/${path}`,
      },
    },
    spec: {
      serviceAccountName: serviceAccount,
      volumes: [
        {
          name: TOKEN_VOLUME,
          projected: {
            sources: [
              {
                serviceAccountToken: {
                  path: 'token',
                  audience,
                  expirationSeconds: 3600,
                },
              },
            ],
          },
        },
      ],
    },
  });
}
