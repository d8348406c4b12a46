import type { Policy } from './Policy';

/** Mount of the product's own test secrets. */
export const CHECK_MOUNT = 'vault-eks-check';

/**
 * What the product needs after the first run. It reads policies and roles but cannot write them: whoever could write
 * them could give themselves everything.
 */
export const OPERATOR_POLICY: Policy = {
  name: 'vault-eks-operator',
  purpose: 'look after audit devices and prove that Vault works',
  rules: `# List the audit devices, and enable the two that this product wants.
path "sys/audit" {
  capabilities = ["read", "sudo"]
}
path "sys/audit/file" {
  capabilities = ["create", "update", "sudo"]
}
path "sys/audit/stdout" {
  capabilities = ["create", "update", "sudo"]
}

# See whether the login by Kubernetes identity is as wanted.
path "sys/auth" {
  capabilities = ["read"]
}
path "auth/kubernetes/config" {
  capabilities = ["read"]
}
path "auth/kubernetes/role/vault-eks-*" {
  capabilities = ["read"]
}
path "sys/policies/acl/vault-eks-*" {
  capabilities = ["read"]
}

# Write, read and delete a test secret in a mount of our own.
path "sys/mounts" {
  capabilities = ["read"]
}
path "sys/mounts/${CHECK_MOUNT}" {
  capabilities = ["create", "update"]
}
path "${CHECK_MOUNT}/*" {
  capabilities = ["create", "read", "update", "delete"]
}

# Which nodes the cluster has.
path "sys/ha-status" {
  capabilities = ["read"]
}
`,
};
