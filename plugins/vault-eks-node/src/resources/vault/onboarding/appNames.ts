import type { AppSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { APP_CHECK, APP_POLICIES, APPS } from '../auth/policies/app';

/** What an application has in Vault, by name. */
export interface AppNames {
  /** A namespace has no dot in its name, so no two applications share a role. */
  readonly role: string;
  readonly policy: string;
  /** Below the mount, as `vault kv` takes it. */
  readonly path: string;
  /** The test secret of its onboarding, below its path. */
  readonly check: string;
  /** A test secret that it must not be able to read: that of a service account which nobody has. */
  readonly foreignCheck: string;
}

const pathOf = (namespace: string, serviceAccount: string) =>
  `${APPS}/${namespace}/${serviceAccount}`;

/** All names follow from namespace and service account. */
export function appNames({
  namespace,
  serviceAccount,
  access,
}: Pick<AppSpec, 'namespace' | 'serviceAccount' | 'access'>): AppNames {
  const path = pathOf(namespace, serviceAccount);
  return {
    role: `app-${namespace}.${serviceAccount}`,
    policy: APP_POLICIES[access],
    path,
    check: `${path}/${APP_CHECK}`,
    foreignCheck: `${pathOf(namespace, `not-${serviceAccount}`)}/${APP_CHECK}`,
  };
}
