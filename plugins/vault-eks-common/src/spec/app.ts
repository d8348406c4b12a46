import { z } from 'zod/v3';
import { dnsLabel } from './identifiers';

/** Namespaces in which no application is brought in: what runs there runs the cluster. */
const OF_THE_CLUSTER = /^kube-/;

/** An application that is brought into Vault. */
export const appSchema = z
  .object({
    namespace: dnsLabel('app.namespace')
      .refine(
        name => !OF_THE_CLUSTER.test(name),
        'app.namespace: what runs in a namespace kube-… belongs to the cluster itself; name the namespace of your application',
      )
      .describe('Kubernetes namespace of the application; it must be yours'),
    serviceAccount: z
      .string()
      .max(253, 'app.serviceAccount: at most 253 characters')
      .regex(
        /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
        "app.serviceAccount: use the name of a service account: lower case letters, digits, '-' and '.'",
      )
      .refine(
        name => name !== 'default',
        'app.serviceAccount: default is that of every pod which names none; give your application one of its own',
      )
      .describe('Kubernetes service account of the application'),
    access: z
      .enum(['read', 'read-write'])
      .default('read')
      .describe(
        'What the application may do with its own secrets. read-write: whoever may use its service account may also write them',
      ),
    tokenTtlSeconds: z
      .number()
      .int('app.tokenTtlSeconds: use a whole number')
      .min(60, 'app.tokenTtlSeconds: use 60 to 86400 seconds')
      .max(86_400, 'app.tokenTtlSeconds: use 60 to 86400 seconds')
      .default(3600)
      .describe('How long a login of the application lasts, in seconds'),
  })
  .strict()
  .describe('The application');

/** An application with all defaults filled in. */
export type AppSpec = z.output<typeof appSchema>;

/** The annotation of a Kubernetes namespace that names the catalog entity which owns it. */
export const NAMESPACE_OWNER_ANNOTATION = 'vault-eks.io/owner';
