# See which audit devices there are, and how they are set.
path "sys/audit" {
  capabilities = ["read", "sudo"]
}

# The hash that a device writes for a value that one knows already.
path "sys/audit-hash/+" {
  capabilities = ["create", "update"]
}

# Who may log in, and what they may do then.
path "sys/auth" {
  capabilities = ["read"]
}
path "auth/kubernetes/role" {
  capabilities = ["list"]
}
path "auth/kubernetes/role/+" {
  capabilities = ["read"]
}
path "auth/aws/roles" {
  capabilities = ["list"]
}
path "auth/aws/role/+" {
  capabilities = ["read"]
}
path "sys/policies/acl" {
  capabilities = ["list"]
}
path "sys/policies/acl/+" {
  capabilities = ["read"]
}
path "sys/mounts" {
  capabilities = ["read"]
}
