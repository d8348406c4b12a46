import { z } from 'zod/v3';
import { cidr, dnsLabel } from './identifiers';

const port = z
  .number()
  .int('networkPolicy.egress: use whole port numbers')
  .min(1, 'networkPolicy.egress: ports begin at 1')
  .max(65535, 'networkPolicy.egress: ports end at 65535');

/** Who may reach the Vault pods, and whom they may reach. Enforced where the cluster's network plugin enforces NetworkPolicies. */
export const networkPolicy = z
  .object({
    enabled: z
      .boolean()
      .default(true)
      .describe(
        'Let only clients and peers reach the Vault pods, and these only DNS, HTTPS (STS, KMS, DynamoDB, the Kubernetes API) and each other',
      ),
    clientNamespaces: z
      .array(dnsLabel('networkPolicy.clientNamespaces'))
      .default([])
      .describe(
        'Namespaces whose pods may call Vault. Default: every namespace',
      ),
    clientRanges: z
      .array(cidr)
      .default([])
      .describe(
        'Ranges outside the cluster that may call the Vault pods, such as the subnets of the load balancer. Default: none, or with a load balancer any, since that guards its own entrance',
      ),
    egress: z
      .array(
        z
          .object({
            range: cidr.describe('Range that the Vault pods may reach'),
            ports: z
              .array(port)
              .min(1, 'networkPolicy.egress: name at least one port')
              .describe('TCP ports'),
          })
          .strict(),
      )
      .default([])
      .describe(
        'What else Vault may reach, such as databases that it makes credentials for',
      ),
  })
  .strict()
  .default({})
  .describe('The NetworkPolicy of the Vault pods');
