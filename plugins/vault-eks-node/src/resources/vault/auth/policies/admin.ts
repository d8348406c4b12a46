import type { Policy } from './Policy';

/** Everything: whoever holds it replaces the root token, which is then revoked. */
export const ADMIN_POLICY: Policy = {
  name: 'vault-eks-admin',
  purpose: 'administer Vault',
  rules: `# Administrators of this Vault. Every request made with it is audited under the service account's name.
path "*" {
  capabilities = ["create", "read", "update", "patch", "delete", "list", "sudo"]
}
`,
};
