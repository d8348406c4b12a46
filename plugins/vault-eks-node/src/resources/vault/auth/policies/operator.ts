import { APP_CHECK, APP_POLICIES, APPS } from './app';
import type { Policy } from './Policy';

/** Mount of the product's own test secrets. */
export const CHECK_MOUNT = 'vault-eks-check';

/**
 * What the product needs after the first run. It reads policies and roles but cannot write them: whoever could write
 * them could give themselves everything. The one exception are the roles of applications, whose policies are fixed here
 * and open nothing but the path of whoever logs in.
 */
export function operatorPolicy(mount: string): Policy {
  return {
    name: 'vault-eks-operator',
    purpose:
      'look after Vault, roll its pods, bring applications in, and prove that it works',
    rules: `# See whether the audit devices are as wanted.
path "sys/audit" {
  capabilities = ["read", "sudo"]
}

# See whether the logins by Kubernetes and AWS identity are as wanted.
path "sys/auth" {
  capabilities = ["read"]
}
path "auth/kubernetes/config" {
  capabilities = ["read"]
}
path "auth/kubernetes/role/vault-eks-*" {
  capabilities = ["read"]
}
path "auth/aws/config/client" {
  capabilities = ["read"]
}
path "auth/aws/role/vault-eks-*" {
  capabilities = ["read"]
}
path "sys/policies/acl/vault-eks-*" {
  capabilities = ["read"]
}

# Bring an application in, or see it out: a role of a fixed policy for tokens of a fixed audience. Vault wants the required
# parameters of a read, too, as its query.
path "auth/kubernetes/role/app-*" {
  capabilities = ["create", "read", "update", "delete"]
  required_parameters = ["bound_service_account_names", "bound_service_account_namespaces", "audience", "token_policies", "token_type"]
  allowed_parameters = {
    "bound_service_account_names" = []
    "bound_service_account_namespaces" = []
    "audience" = ["vault"]
    "token_policies" = ["${APP_POLICIES.read}", "${APP_POLICIES['read-write']}"]
    "token_type" = ["batch"]
    "token_ttl" = []
  }
}
path "${mount}/data/${APPS}/+/+/${APP_CHECK}/+" {
  capabilities = ["create", "update"]
}
path "${mount}/metadata/${APPS}/+/+/${APP_CHECK}/" {
  capabilities = ["list"]
}
path "${mount}/metadata/${APPS}/+/+/${APP_CHECK}/+" {
  capabilities = ["delete"]
}

# Write, read and delete a test secret in a mount of our own.
path "sys/mounts" {
  capabilities = ["read"]
}
path "sys/mounts/${CHECK_MOUNT}" {
  capabilities = ["create", "update"]
  required_parameters = ["type"]
  allowed_parameters = {
    "type" = ["kv"]
    "description" = []
    "options" = []
  }
}
path "${CHECK_MOUNT}/*" {
  capabilities = ["create", "read", "update", "delete", "list"]
}

# Have the leader hand over before its pod is replaced.
path "sys/step-down" {
  capabilities = ["update", "sudo"]
}

# Which nodes the cluster has.
path "sys/ha-status" {
  capabilities = ["read"]
}
`,
  };
}

/** Its name, which does not depend on the mount. */
export const OPERATOR_POLICY_NAME = operatorPolicy('').name;
