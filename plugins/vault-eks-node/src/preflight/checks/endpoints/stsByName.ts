import type { Finding } from '@vault-eks/backstage-plugin-vault-eks-common';
import { stsHost } from '../../../connections/aws';

/**
 * An STS endpoint without private DNS serves half of Vault. Sources: AWS SDKs and Tools reference, "Service-specific
 * endpoints" (the SDK for Go v1 has none); hashicorp/vault#31860 (the storage uses that SDK).
 */
export const stsByName = (region: string, which: string): Finding => ({
  id: 'sts-without-private-dns',
  severity: 'warning',
  what: `${which} without private DNS.`,
  why: `Vault's seal is told the address of the endpoint. Its DynamoDB storage cannot be told, and asks ${stsHost(
    region,
  )}: where the nodes have no way out to it, Vault does not start.`,
  fix: `Give the STS endpoint private DNS, or leave the nodes a way out to STS, or lead ${stsHost(
    region,
  )} to the addresses of the endpoint by server.hostAliases in values.`,
});
