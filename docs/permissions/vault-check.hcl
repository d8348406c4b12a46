path "vault-eks-check/data/*" {
  capabilities = ["read"]
}
