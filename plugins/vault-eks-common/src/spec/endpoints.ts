import { z } from 'zod/v3';

/** A schema of its own each time: those who list the fields show a shared one as a mere reference. */
const choice = () => z.enum(['create', 'existing', 'none']);

const resourceId = (prefix: string, field: string, what: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`),
      `${field}: use ${what} ids such as ${prefix}-0123456789abcdef0`,
    );

const interfaceOnly = (service: 'KMS' | 'STS') =>
  z
    .enum(['interface', 'gateway'])
    .default('interface')
    .refine(
      type => type === 'interface',
      `endpoints.types.${service.toLowerCase()}: AWS has gateway endpoints for S3 and DynamoDB only; use interface`,
    )
    .describe(`Type of the ${service} endpoint: always interface`);

/** The VPC endpoints. Sources of the rules: AWS PrivateLink guide, `CreateVpcEndpoint` reference. */
export const endpoints = z
  .object({
    dynamodb: choice().default('create').describe('Endpoint for DynamoDB'),
    kms: choice().default('create').describe('Endpoint for KMS'),
    sts: choice().default('create').describe('Endpoint for STS'),
    types: z
      .object({
        dynamodb: z
          .enum(['gateway', 'interface'])
          .default('gateway')
          .describe(
            'Gateway: free, by route tables. Interface: billed, reachable from peered networks too',
          ),
        kms: interfaceOnly('KMS'),
        sts: interfaceOnly('STS'),
      })
      .strict()
      .default({})
      .describe('Types of the endpoints'),
    subnetIds: z
      .array(resourceId('subnet', 'endpoints.subnetIds', 'subnet'))
      .default([])
      .describe(
        'Subnets of the interface endpoints, one a zone. Default: the first of the cluster in each zone',
      ),
    routeTableIds: z
      .array(resourceId('rtb', 'endpoints.routeTableIds', 'route table'))
      .default([])
      .describe(
        'Route tables of the gateway endpoint. Default: those of the cluster subnets',
      ),
    privateDns: z
      .boolean()
      .default(true)
      .describe(
        'Let the regional service names resolve to the interface endpoints in the whole VPC',
      ),
    policy: z
      .enum(['wide', 'narrow'])
      .default('wide')
      .describe(
        'What the endpoints that are made let through. wide: every call, as AWS does by default. narrow: the calls of this Vault only',
      ),
    acknowledgeNarrowPolicy: z
      .boolean()
      .default(false)
      .describe(
        'Confirms that nothing else in the VPC uses these services: with private DNS, and with a gateway endpoint, a narrow policy locks all others out',
      ),
  })
  .strict()
  .default({})
  .describe(
    'Private VPC endpoints, which keep the traffic to AWS inside the VPC',
  );
