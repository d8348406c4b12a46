# Administrators of this Vault. Every request made with it is audited under the service account's name.
path "*" {
  capabilities = ["create", "read", "update", "patch", "delete", "list", "sudo"]
}
