import type { Policy } from './Policy';

/** Below this, each application has a path of its own: `apps/<namespace>/<service account>`. */
export const APPS = 'apps';

/** Below this are the test secrets of onboardings, the only ones that the operator may write. */
export const APP_CHECK = 'vault-eks-check';

/** The policies that an onboarded application may get, by what it may do with its secrets. */
export const APP_POLICIES = {
  read: 'vault-eks-app',
  'read-write': 'vault-eks-app-writer',
} as const;

/** What an application may do with its own secrets. */
export type AppAccess = keyof typeof APP_POLICIES;

/**
 * Vault puts in who has logged in. So whatever role gives this policy, it opens nobody's path but one's own, and to give
 * it away is no power over others. Source: "Recommended Pattern for Vault ACL Policy Path Templates" (HashiCorp); the
 * metadata are those of the Kubernetes auth method's alias.
 */
function ownPath(accessor: string): string {
  const metadata = (key: string) =>
    `{{identity.entity.aliases.${accessor}.metadata.${key}}}`;
  return `${APPS}/${metadata('service_account_namespace')}/${metadata(
    'service_account_name',
  )}`;
}

/** The policies of applications, which are the same for all of them. */
export function appPolicies(mount: string): readonly Policy[] {
  const policy = (
    access: AppAccess,
    purpose: string,
    data: string,
    metadata: string,
  ): Policy => ({
    name: APP_POLICIES[access],
    purpose,
    rules: accessor => `# An application's own secrets, and nobody else's.
path "${mount}/data/${ownPath(accessor)}" {
  capabilities = [${data}]
}
path "${mount}/data/${ownPath(accessor)}/*" {
  capabilities = [${data}]
}
path "${mount}/metadata/${ownPath(accessor)}" {
  capabilities = [${metadata}]
}
path "${mount}/metadata/${ownPath(accessor)}/*" {
  capabilities = [${metadata}]
}
`,
  });
  return [
    policy(
      'read',
      'let an application read its own secrets',
      '"read"',
      '"read", "list"',
    ),
    policy(
      'read-write',
      'let an application read and write its own secrets',
      '"create", "read", "update", "patch", "delete"',
      '"create", "read", "update", "patch", "delete", "list"',
    ),
  ];
}
