import { z } from 'zod/v3';
import { admin } from './admin';
import { apps } from './apps';
import { audit } from './audit';
import { refuseContradictions } from './contradictions';
import { custody } from './custody';
import { endpoints } from './endpoints';
import { awsAccount, awsRegion, dnsLabel, eksClusterName } from './identifiers';
import { injector } from './injector';
import { networkPolicy } from './networkPolicy';
import { role } from './role';
import { seal } from './seal';
import { storage } from './storage';
import { tags } from './tags';
import { tls } from './tls';
import { ui } from './ui';

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
    networkPolicy,
    audit,
    custody,
    admin,
    apps,
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
