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
import { custody } from './custody';
import { endpoints } from './endpoints';
import { role } from './role';
import { seal } from './seal';
import { storage } from './storage';
import { tags } from './tags';

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
      .max(253, 'ui.hostname: a DNS name has at most 253 characters')
      .regex(
        /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/,
        'ui.hostname: use a lower-case DNS name such as vault.example.com',
      )
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
    role,
    tls,
    ui,
    injector,
    audit,
    custody,
    admin,
    tags,
    adopt: z
      .boolean()
      .default(false)
      .describe(
        'Take over what the spec names and others made: it is brought to the spec and tagged. Without this it is used as it is',
      ),
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
