import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  endpointsPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { endpointsInput } from '../schema/sections';
import { endpointsEnsureExamples } from './endpointsEnsure.examples';
import { putOut, runPart } from './runPart';

/** `vault-eks:vpc-endpoints:ensure`: the VPC endpoints alone. */
export function createEndpointsEnsureAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:vpc-endpoints:ensure',
    description:
      'Brings the private VPC endpoints for DynamoDB, KMS and STS to the inputs, with the security group that they need. Nothing else is made',
    examples: endpointsEnsureExamples,
    supportsDryRun: true,
    schema: {
      input: () => endpointsInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          dynamodbEndpointId: z
            .string()
            .optional()
            .describe('Id of the DynamoDB endpoint'),
          kmsEndpointId: z
            .string()
            .optional()
            .describe('Id of the KMS endpoint'),
          stsEndpointId: z
            .string()
            .optional()
            .describe('Id of the STS endpoint'),
          endpointSecurityGroupId: z
            .string()
            .optional()
            .describe(
              'Id of the security group of the interface endpoints that are made',
            ),
          dynamodbEndpointUrl: z
            .string()
            .optional()
            .describe(
              'Address of the DynamoDB endpoint when no private DNS name leads to it',
            ),
          kmsEndpointUrl: z
            .string()
            .optional()
            .describe(
              'Address of the KMS endpoint when no private DNS name leads to it',
            ),
          stsEndpointUrl: z
            .string()
            .optional()
            .describe(
              'Address of the STS endpoint when no private DNS name leads to it',
            ),
        }),
    },
    async handler(ctx) {
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input: ctx.input,
        part: endpointsPart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
