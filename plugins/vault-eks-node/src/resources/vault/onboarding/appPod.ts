import type { AppSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { CheckPod } from '../../kubernetes/checkPod';
import type { Owner } from '../../kubernetes/ownership';
import { loginTokenVolume } from '../auth/loginTokenVolume';
import { AUTH_PATH } from '../auth/roles';
import type { AppNames } from './appNames';

const TOKEN_FOLDER = '/var/run/secrets/vault';
const HOME = '/tmp';

/** What the pod says after each step that worked. */
export const SAID = {
  login: 'vault-eks: logged in',
  own: 'vault-eks: read its own',
  foreign: 'vault-eks: read that of another',
} as const;

/**
 * Goes on after a refusal: what is refused is what the check wants to know. The token passes from one command to the next
 * and stands in no argument.
 */
const SCRIPT = [
  `vault write -field=token auth/${AUTH_PATH}/login role="$ROLE" jwt=@${TOKEN_FOLDER}/token | vault login -no-print - && echo "${SAID.login}"`,
  `vault read -field=data "$OWN" && echo "${SAID.own}"`,
  `vault read -field=data "$FOREIGN" && echo "${SAID.foreign}"`,
  'exit 0',
].join('\n');

/** A pod as the application's own would be: its service account, its namespace, a token for Vault and no other right. */
export function appPod(options: {
  readonly owner: Owner;
  readonly app: AppSpec;
  readonly names: AppNames;
  readonly mount: string;
  /** The test secrets of this run, below the mount. */
  readonly own: string;
  readonly foreign: string;
  /** For example `https://vault-active.vault.svc:8200`. */
  readonly address: string;
  readonly caPem: string;
}): CheckPod {
  const { owner, app, names, mount, own, foreign, address, caPem } = options;
  return {
    owner,
    namespace: app.namespace,
    purpose: 'onboarding',
    serviceAccount: app.serviceAccount,
    command: ['/bin/sh', '-c', SCRIPT],
    annotations: { 'vault.hashicorp.com/agent-inject': 'false' },
    env: [
      { name: 'VAULT_ADDR', value: address },
      { name: 'VAULT_CACERT_BYTES', value: caPem },
      { name: 'HOME', value: HOME },
      { name: 'ROLE', value: names.role },
      { name: 'OWN', value: `${mount}/data/${own}` },
      { name: 'FOREIGN', value: `${mount}/data/${foreign}` },
    ],
    volumes: [
      loginTokenVolume('vault-token'),
      { name: 'home', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
    ],
    mounts: [
      { name: 'vault-token', mountPath: TOKEN_FOLDER, readOnly: true },
      { name: 'home', mountPath: HOME },
    ],
  };
}
