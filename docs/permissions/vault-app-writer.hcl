# An application's own secrets, and nobody else's.
path "kv/data/apps/{{identity.entity.aliases.auth_kubernetes_1a2b3c4d.metadata.service_account_namespace}}/{{identity.entity.aliases.auth_kubernetes_1a2b3c4d.metadata.service_account_name}}" {
  capabilities = ["create", "read", "update", "patch", "delete"]
}
path "kv/data/apps/{{identity.entity.aliases.auth_kubernetes_1a2b3c4d.metadata.service_account_namespace}}/{{identity.entity.aliases.auth_kubernetes_1a2b3c4d.metadata.service_account_name}}/*" {
  capabilities = ["create", "read", "update", "patch", "delete"]
}
path "kv/metadata/apps/{{identity.entity.aliases.auth_kubernetes_1a2b3c4d.metadata.service_account_namespace}}/{{identity.entity.aliases.auth_kubernetes_1a2b3c4d.metadata.service_account_name}}" {
  capabilities = ["create", "read", "update", "patch", "delete", "list"]
}
path "kv/metadata/apps/{{identity.entity.aliases.auth_kubernetes_1a2b3c4d.metadata.service_account_namespace}}/{{identity.entity.aliases.auth_kubernetes_1a2b3c4d.metadata.service_account_name}}/*" {
  capabilities = ["create", "read", "update", "patch", "delete", "list"]
}
