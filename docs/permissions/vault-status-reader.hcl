path "sys/ha-status" {
  capabilities = ["read"]
}
path "sys/metrics" {
  capabilities = ["read"]
}
path "sys/host-info" {
  capabilities = ["read"]
}
path "sys/audit" {
  capabilities = ["read", "sudo"]
}
