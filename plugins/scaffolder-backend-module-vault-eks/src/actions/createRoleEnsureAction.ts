import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  rolePart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { checkGivenArns } from '../schema/givenArns';
import { roleInput } from '../schema/sections';
import { roleEnsureExamples } from './roleEnsure.examples';
import { putOut, runPart } from './runPart';

/** `vault-eks:iam-role:ensure`: the IAM role alone, on a table and a key that are given. */
export function createRoleEnsureAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:iam-role:ensure',
    description:
      'Brings the IAM role that the Vault pods assume (IRSA) to the inputs: it trusts one service account, and may make the six calls on the given table and three on the given key that Vault makes. The OIDC provider of the cluster must be there. Nothing else is made',
    examples: roleEnsureExamples,
    supportsDryRun: true,
    schema: {
      input: () => roleInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          roleName: z.string().describe('Name of the IAM role'),
          roleArn: z.string().describe('ARN of the IAM role'),
          serviceAccount: z
            .string()
            .describe(
              'The service account that may assume it, as namespace/name; annotate it with eks.amazonaws.com/role-arn',
            ),
        }),
    },
    async handler(ctx) {
      const { tableArn, keyArn, tableKeyArn, ...input } = ctx.input;
      const { region } = input;
      const { isDryRun } = ctx;
      const arns = { tableArn, keyArn, tableKeyArn };
      const given = checkGivenArns(arns, { region, isDryRun });
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input,
        part: rolePart(given),
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
