import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  sealKeyPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { keyInput } from '../schema/sections';
import { keyEnsureExamples } from './keyEnsure.examples';
import { putOut, runPart } from './runPart';

/** `vault-eks:kms-key:ensure`: the KMS key alone. */
export function createKeyEnsureAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:kms-key:ensure',
    description:
      'Brings the KMS key that unseals a Vault to the inputs: a dedicated key with rotation and a guard against deletion, or an existing one that is judged and left as it is. Nothing else is made',
    examples: keyEnsureExamples,
    supportsDryRun: true,
    schema: {
      input: () => keyInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          keyArn: z.string().describe('ARN of the KMS key'),
        }),
    },
    async handler(ctx) {
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input: ctx.input,
        part: sealKeyPart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
