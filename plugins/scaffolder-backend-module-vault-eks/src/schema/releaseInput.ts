import { InputError } from '@backstage/errors';
import { kmsKeyArn } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { ReleaseFoundation } from '@vault-eks/backstage-plugin-vault-eks-node';
import { z } from 'zod/v3';
import { tableArn } from './givenArns';
import { specInput } from './specInput';

const endpointUrl = (service: string) =>
  z
    .string()
    .optional()
    .describe(
      `Address of the ${service} endpoint, https://…, when no private DNS name leads to it`,
    );

/** Inputs of `vault-eks:helm:install`: the fields of the spec that the chart is made of, and the AWS half that it stands on. */
export const releaseInput = specInput
  .pick({
    cluster: true,
    region: true,
    account: true,
    namespace: true,
    release: true,
    chartVersion: true,
    replicas: true,
    tls: true,
    ui: true,
    injector: true,
    networkPolicy: true,
    audit: true,
    values: true,
  })
  .extend({
    tableArn: z
      .string()
      .describe('ARN of the DynamoDB table that Vault stores in'),
    keyArn: z.string().describe('ARN of the KMS key that unseals Vault'),
    roleArn: z
      .string()
      .describe('ARN of the IAM role that the Vault pods assume (IRSA)'),
    dynamodbEndpointUrl: endpointUrl('DynamoDB'),
    kmsEndpointUrl: endpointUrl('KMS'),
    stsEndpointUrl: endpointUrl('STS'),
  });

const roleArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/,
    'roleArn: use the ARN of an IAM role such as arn:aws:iam::111122223333:role/vault',
  );

const url = (field: string) =>
  z
    .string()
    .regex(
      /^https:\/\/[a-z0-9.-]+(:\d+)?$/,
      `${field}: use an address such as https://vpce-0123456789abcdef0-abcdefgh.kms.eu-west-1.vpce.amazonaws.com`,
    )
    .optional();

/** How a dry run calls a key that does not exist yet: KMS alone decides its id. */
const PREDICTED_KEY = /:key\/\(new\)$/;

/** What is given besides the spec. */
export type GivenFoundation = Omit<ReleaseFoundation, 'tableName' | 'roleName'>;

/**
 * Checks what the chart is to stand on before any call is made.
 *
 * @throws InputError naming every field that cannot work, with the fix
 */
export function checkFoundation(
  given: GivenFoundation,
  where: { readonly region: string; readonly isDryRun?: boolean },
): ReleaseFoundation {
  const predicted = where.isDryRun && PREDICTED_KEY.test(given.keyArn);
  const problems = [
    tableArn.safeParse(given.tableArn),
    predicted ? undefined : kmsKeyArn('keyArn').safeParse(given.keyArn),
    roleArn.safeParse(given.roleArn),
    ...(
      ['dynamodbEndpointUrl', 'kmsEndpointUrl', 'stsEndpointUrl'] as const
    ).map(field => url(field).safeParse(given[field])),
  ].flatMap(result => result?.error?.issues.map(i => i.message) ?? []);
  for (const field of ['tableArn', 'keyArn'] as const) {
    const [, , , region] = given[field].split(':');
    if (problems.length === 0 && region !== where.region) {
      problems.push(
        `${field}: it is in ${region}, the cluster in ${where.region}; name one of the same region`,
      );
    }
  }
  if (problems.length > 0) {
    throw new InputError(problems.join('; '));
  }
  return {
    ...given,
    tableName: given.tableArn.slice(given.tableArn.indexOf('/') + 1),
    roleName: given.roleArn.slice(given.roleArn.lastIndexOf('/') + 1),
  };
}
