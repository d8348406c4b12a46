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
      'Initialises a Vault whose pods run, once ever, and brings its recovery keys into custody. One that is initialised is left as it is. The root token lives on in the secret beside custody, where whoever can read it is root: run vault-eks:audit:enable and vault-eks:vault:configure next, which retires it',
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
