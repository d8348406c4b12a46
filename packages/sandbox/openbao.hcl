# What OpenBao needs in the pods instead of what the chart's configuration says, for SANDBOX_VAULT_CONFIG.
#
# OpenBao has no DynamoDB storage. Raft is highly available too; the data lies on the audit volume, which each pod keeps.
storage "raft" {
  path    = "/vault/audit"
  node_id = "HOSTNAME"

  retry_join {
    leader_api_addr       = "https://vault-0.vault-internal:8200"
    leader_ca_cert_file   = "/vault/userconfig/vault-server-tls/vault.ca"
    leader_tls_servername = "localhost"
  }
  retry_join {
    leader_api_addr       = "https://vault-1.vault-internal:8200"
    leader_ca_cert_file   = "/vault/userconfig/vault-server-tls/vault.ca"
    leader_tls_servername = "localhost"
  }
  retry_join {
    leader_api_addr       = "https://vault-2.vault-internal:8200"
    leader_ca_cert_file   = "/vault/userconfig/vault-server-tls/vault.ca"
    leader_tls_servername = "localhost"
  }
}

# Since 2.4 audit devices can be declared only, unless this is set.
unsafe_allow_api_audit_creation = true
