import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  provisionPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { endpointOutputs } from '../schema/endpointOutputs';
import { specInput } from '../schema/specInput';
import { awsProvisionExamples } from './awsProvision.examples';
import { putOut, runPart } from './runPart';

/** `vault-eks:aws:provision`: the whole AWS half, and nothing inside the EKS cluster. */
export function createAwsProvisionAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:aws:provision',
    description:
      'Brings everything that Vault needs of AWS to the spec: table, seal key, endpoints, OIDC provider, role and custody secret. Nothing inside the EKS cluster is touched',
    examples: awsProvisionExamples,
    supportsDryRun: true,
    schema: {
      input: () => specInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          account: z.string().describe('AWS account of the EKS cluster'),
          tableName: z.string().describe('Name of the DynamoDB table'),
          tableArn: z.string().describe('ARN of the DynamoDB table'),
          keyArn: z.string().describe('ARN of the KMS key'),
          ...endpointOutputs,
          providerArn: z.string().describe('ARN of the IAM OIDC provider'),
          issuer: z
            .string()
            .describe('Issuer without its scheme, as trust policies name it'),
          roleName: z
            .string()
            .describe('Name of the IAM role of the Vault pods'),
          roleArn: z.string().describe('ARN of the IAM role of the Vault pods'),
          serviceAccount: z
            .string()
            .describe(
              'The service account that may assume it, as namespace/name',
            ),
          custodySecretName: z
            .string()
            .describe(
              'Name of the Secrets Manager secret for the recovery keys',
            ),
          custodySecretArn: z
            .string()
            .describe(
              'ARN of the Secrets Manager secret for the recovery keys',
            ),
        }),
    },
    async handler(ctx) {
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input: ctx.input,
        part: provisionPart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
