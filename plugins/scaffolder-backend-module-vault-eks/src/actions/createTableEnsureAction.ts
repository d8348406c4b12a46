import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  tablePart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { tableInput } from '../schema/sections';
import { tableEnsureExamples } from './tableEnsure.examples';
import { putOut, runPart } from './runPart';

/** `vault-eks:dynamodb-table:ensure`: the DynamoDB table alone. */
export function createTableEnsureAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:dynamodb-table:ensure',
    description:
      'Brings the DynamoDB table of a Vault to the inputs: made when there is none, changed where it differs, left as it is when others made it. Nothing else is made',
    examples: tableEnsureExamples,
    supportsDryRun: true,
    schema: {
      input: () => tableInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          tableName: z.string().describe('Name of the DynamoDB table'),
          tableArn: z.string().describe('ARN of the DynamoDB table'),
        }),
    },
    async handler(ctx) {
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input: ctx.input,
        part: tablePart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
