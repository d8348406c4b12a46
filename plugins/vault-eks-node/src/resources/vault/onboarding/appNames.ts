import type { AppSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { APP_CHECK, APP_POLICIES, APPS } from '../auth/policies/app';

/** What an application has in Vault, by name. */
export interface AppNames {
  /** A namespace has no dot in its name, so no two applications share a role. */
  readonly role: string;
  readonly policy: string;
  /** Below the mount, as `vault kv` takes it. */
  readonly path: string;
  /** Below it are the test secrets of its onboardings, each with a name of its own. */
  readonly checks: string;
  /** Below it are test secrets that it must not be able to read: those of a service account that nobody can have. */
  readonly foreignChecks: string;
}

/** Kubernetes takes no underscore in the name of a service account. */
const NOBODY = 'nobody_';

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
    checks: `${path}/${APP_CHECK}`,
    foreignChecks: `${pathOf(namespace, NOBODY)}/${APP_CHECK}`,
  };
}
