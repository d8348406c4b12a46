import type { Policy } from './Policy';

/** For monitoring of one's own: bind it to any role. The portal's status page needs no token at all. */
export const STATUS_READER_POLICY: Policy = {
  name: 'vault-eks-status-reader',
  purpose: 'read the state of the cluster',
  rules: `path "sys/ha-status" {
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
`,
};
