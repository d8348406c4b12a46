# See whether the audit devices are as wanted.
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
    "token_policies" = ["vault-eks-app", "vault-eks-app-writer"]
    "token_type" = ["batch"]
    "token_ttl" = []
  }
}
path "kv/data/apps/+/+/vault-eks-check/+" {
  capabilities = ["create", "update"]
}
path "kv/metadata/apps/+/+/vault-eks-check/" {
  capabilities = ["list"]
}
path "kv/metadata/apps/+/+/vault-eks-check/+" {
  capabilities = ["delete"]
}

# Write, read and delete a test secret in a mount of our own.
path "sys/mounts" {
  capabilities = ["read"]
}
path "sys/mounts/vault-eks-check" {
  capabilities = ["create", "update"]
  required_parameters = ["type"]
  allowed_parameters = {
    "type" = ["kv"]
    "description" = []
    "options" = []
  }
}
path "vault-eks-check/*" {
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
