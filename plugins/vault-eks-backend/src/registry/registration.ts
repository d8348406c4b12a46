import { makeValidator, parseEntityRef } from '@backstage/catalog-model';
import {
  awsAccount,
  awsRegion,
  dnsLabel,
  eksClusterName,
  vaultClusterSpecSchema,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { z } from 'zod/v3';

const valid = makeValidator();

function isEntityRef(value: string, defaultKind: string): boolean {
  try {
    const { kind, namespace, name } = parseEntityRef(value, { defaultKind });
    return (
      valid.isValidKind(kind) &&
      valid.isValidNamespace(namespace) &&
      valid.isValidEntityName(name)
    );
  } catch {
    return false;
  }
}

/** People follow it from the portal: nothing that a browser would run, read otherwise than we do, or sign in with. */
function isPageAddress(value: string): boolean {
  if (!value.startsWith('https://') || /[\s\\\p{Cc}]/u.test(value)) {
    return false;
  }
  try {
    const { hostname, username, password } = new URL(value);
    return hostname !== '' && username === '' && password === '';
  } catch {
    return false;
  }
}

/** An entity ref as people write owners and systems: kind and namespace may be left out. */
const looseEntityRef = (defaultKind: string) =>
  z
    .string()
    .max(255)
    .refine(value => isEntityRef(value, defaultKind), {
      message: `use an entity ref such as ${defaultKind}:default/platform`,
    });

/** What names a Vault in the registration and in its spec. */
const COORDINATES = [
  'cluster',
  'region',
  'account',
  'namespace',
  'release',
] as const;

/** What a register call sends. The spec is the very schema of a deploy, which has no place for a secret. */
export const clusterRegistrationSchema = z
  .object({
    ref: z
      .object({
        cluster: eksClusterName,
        region: awsRegion,
        account: awsAccount,
        namespace: dnsLabel('namespace').default('vault'),
        release: dnsLabel('release').default('vault'),
      })
      .strict(),
    owner: looseEntityRef('group'),
    system: looseEntityRef('system').optional(),
    uiUrl: z
      .string()
      .max(2_000)
      .refine(isPageAddress, {
        message: 'use an https address, without credentials in it',
      })
      .optional(),
    spec: vaultClusterSpecSchema.optional(),
  })
  .strict()
  .superRefine(({ ref, spec }, ctx) => {
    for (const field of COORDINATES) {
      const said = spec?.[field];
      if (said !== undefined && said !== ref[field]) {
        ctx.addIssue({
          code: z.ZodIssueCode.custom,
          path: ['spec', field],
          message: `it is of ${said}, and what is registered of ${ref[field]}`,
        });
      }
    }
  })
  .transform(({ spec, ...registration }) => ({
    ...registration,
    ...(spec && { spec: { ...spec, account: registration.ref.account } }),
  }));
