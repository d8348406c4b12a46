import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  initPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { initInput } from '../schema/initInput';
import { putOut, runPart } from './runPart';
import { vaultInitExamples } from './vaultInit.examples';

/** `vault-eks:vault:init`: custody and initialisation alone. */
export function createVaultInitAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:vault:init',
    description:
      'Initialises a Vault whose pods run, once ever, and brings its recovery keys into custody and nowhere else. One that is initialised is left as it is',
    examples: vaultInitExamples,
    supportsDryRun: true,
    schema: {
      input: () => initInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          custodySecretName: z
            .string()
            .describe(
              'Name of the Secrets Manager secret with the recovery keys',
            ),
          custodySecretArn: z
            .string()
            .describe(
              'ARN of the Secrets Manager secret with the recovery keys',
            ),
        }),
    },
    async handler(ctx) {
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input: ctx.input,
        part: initPart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
