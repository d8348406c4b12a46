import { z } from 'zod/v3';
import {
  awsAccount,
  awsRegion,
  cidr,
  dnsLabel,
  ebsSize,
  eksClusterName,
} from './identifiers';
import { refuseContradictions } from './contradictions';

const endpointChoice = z.enum(['create', 'existing', 'none']);

const storage = z
  .object({
    table: z
      .string()
      .regex(
        /^[a-zA-Z0-9_.-]{3,255}$/,
        'storage.table: use 3 to 255 letters, digits, "_", "-" or "."',
      )
      .optional()
      .describe(
        'DynamoDB table that holds the Vault data. Default: vault-<cluster>-<namespace>-<release>',
      ),
    pointInTimeRecovery: z
      .boolean()
      .default(true)
      .describe('Continuous backups of the table'),
    deletionProtection: z
      .boolean()
      .default(true)
      .describe('Refuse DeleteTable until it is switched off by hand'),
    encryptionKey: z
      .string()
      .optional()
      .describe(
        'ARN of a customer KMS key for the table; never the seal key. Default: the key that AWS owns',
      ),
  })
  .strict()
  .default({})
  .describe('The DynamoDB table that holds the Vault data');

const seal = z
  .object({
    key: z
      .enum(['create', 'existing'])
      .default('create')
      .describe('Create a dedicated KMS key or use an existing one'),
    keyId: z
      .string()
      .optional()
      .describe('Id, ARN or alias of the existing KMS key'),
    deletionWindowDays: z
      .number()
      .int()
      .min(7)
      .max(30)
      .default(30)
      .describe('Days between a scheduled deletion of the key and its end'),
  })
  .strict()
  .default({})
  .describe('The KMS key that unseals Vault');

const endpoints = z
  .object({
    dynamodb: endpointChoice
      .default('create')
      .describe('Gateway endpoint for DynamoDB'),
    kms: endpointChoice
      .default('create')
      .describe('Interface endpoint for KMS'),
    sts: endpointChoice
      .default('create')
      .describe('Interface endpoint for STS'),
    subnetIds: z
      .array(
        z
          .string()
          .regex(
            /^subnet-[0-9a-f]{8,17}$/,
            'endpoints.subnetIds: use subnet ids such as subnet-0123456789abcdef0',
          ),
      )
      .default([])
      .describe(
        'Subnets of the interface endpoints, one a zone. Default: the first of the cluster in each zone',
      ),
    routeTableIds: z
      .array(
        z
          .string()
          .regex(
            /^rtb-[0-9a-f]{8,17}$/,
            'endpoints.routeTableIds: use route table ids such as rtb-0123456789abcdef0',
          ),
      )
      .default([])
      .describe(
        'Route tables of the gateway endpoint. Default: those of the cluster subnets',
      ),
    privateDns: z
      .boolean()
      .default(true)
      .describe(
        'Let the regional service names resolve to the endpoints in the whole VPC',
      ),
  })
  .strict()
  .default({})
  .describe(
    'Private VPC endpoints, which keep the traffic to AWS inside the VPC',
  );

const tls = z
  .object({
    extraDnsNames: z
      .array(
        z
          .string()
          .regex(
            /^(\*\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
            'tls.extraDnsNames: use lower-case DNS names',
          ),
      )
      .default([])
      .describe('Further DNS names for the certificate'),
    renewBeforeDays: z
      .number()
      .int()
      .min(1)
      .max(180)
      .default(30)
      .describe('Issue a new certificate when fewer days are left'),
  })
  .strict()
  .default({})
  .describe('The certificate of Vault');

const ui = z
  .object({
    exposure: z
      .enum(['none', 'internal', 'internet-facing'])
      .default('none')
      .describe('Load balancer in front of the Vault UI'),
    sourceRanges: z
      .array(cidr)
      .default([])
      .describe('Ranges that may reach the load balancer'),
    hostname: z
      .string()
      .optional()
      .describe('DNS name of the UI; it becomes part of the certificate'),
  })
  .strict()
  .default({})
  .describe('How people reach the Vault UI');

const injector = z
  .object({
    enabled: z.boolean().default(true).describe('Run the agent injector'),
    replicas: z
      .number()
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe('Injector pods'),
  })
  .strict()
  .default({})
  .describe('The agent injector, which brings secrets into pods');

const audit = z
  .object({
    size: ebsSize
      .default('10Gi')
      .describe('EBS volume of each pod for its audit log'),
    storageClass: z
      .string()
      .optional()
      .describe(
        'An existing StorageClass. Default: an encrypted gp3 class made by this product',
      ),
  })
  .strict()
  .default({})
  .describe('The audit log on an EBS volume of each pod');

const custody = z
  .object({
    secretName: z
      .string()
      .regex(
        /^[A-Za-z0-9/_+=.@-]{1,512}$/,
        'custody.secretName: use letters, digits and /_+=.@-',
      )
      .optional()
      .describe(
        'Secrets Manager secret that receives the recovery keys. Default: vault-eks/<cluster>/<namespace>/<release>/recovery',
      ),
    kmsKeyId: z
      .string()
      .optional()
      .describe('Customer KMS key for that secret; never the seal key'),
    recoveryShares: z
      .number()
      .int()
      .min(1)
      .max(20)
      .default(5)
      .describe('Recovery key shares'),
    recoveryThreshold: z
      .number()
      .int()
      .min(1)
      .max(20)
      .default(3)
      .describe('Shares needed to authorise a recovery'),
  })
  .strict()
  .default({})
  .describe('Who receives the recovery keys');

const admin = z
  .object({
    serviceAccount: dnsLabel('admin.serviceAccount')
      .default('vault-admin')
      .describe(
        'Kubernetes service account in the Vault namespace whose tokens may log in as Vault admin',
      ),
  })
  .strict()
  .default({})
  .describe('Who may administer Vault');

/**
 * Everything a person decides about one Vault on one EKS cluster: the single source for the form, the
 * actions' inputs, the plan and the annotations. Defaults are the safe choices.
 */
export const vaultClusterSpecSchema = z
  .object({
    cluster: eksClusterName.describe('Name of the existing EKS cluster'),
    region: awsRegion.describe('AWS region of the EKS cluster'),
    account: awsAccount
      .optional()
      .describe(
        'AWS account of the EKS cluster. Default: the account of the default credentials',
      ),
    namespace: dnsLabel('namespace')
      .default('vault')
      .describe('Kubernetes namespace for Vault'),
    release: dnsLabel('release').default('vault').describe('Helm release name'),
    chartVersion: z
      .string()
      .regex(
        /^\d+\.\d+\.\d+$/,
        'chartVersion: use an exact version such as 0.34.1',
      )
      .default('0.34.1')
      .describe('Version of the official Vault chart'),
    replicas: z
      .number()
      .int('replicas: use a whole number')
      .min(1)
      .max(9)
      .default(3)
      .describe('Vault pods; each needs a node of its own'),
    storage,
    seal,
    endpoints,
    tls,
    ui,
    injector,
    audit,
    custody,
    admin,
    values: z
      .record(z.unknown())
      .default({})
      .describe(
        'Further values for the chart; keys that the product manages are refused',
      ),
    owner: z
      .string()
      .min(1)
      .default('group:default/guests')
      .describe('Catalog entity that owns the Vault cluster'),
    system: z.string().optional().describe('Catalog system it belongs to'),
  })
  .strict()
  .superRefine(refuseContradictions);

/** The spec with all defaults filled in. */
export type VaultClusterSpec = z.output<typeof vaultClusterSpecSchema>;

/** The spec as a person writes it: everything with a default may be left out. */
export type VaultClusterSpecInput = z.input<typeof vaultClusterSpecSchema>;
