import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  endpointsPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { endpointOutputs } from '../schema/endpointOutputs';
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
          ...endpointOutputs,
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
