import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  configurePart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { vaultInput } from '../schema/vaultInput';
import { handedToken, vaultToken } from '../schema/vaultToken';
import { putOut, runPart } from './runPart';
import { vaultConfigureExamples } from './vaultConfigure.examples';

/** `vault-eks:vault:configure`: auth methods, policies and roles alone. */
export function createVaultConfigureAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:vault:configure',
    description:
      'Brings auth methods, policies, login roles and the mount of the applications in an initialised Vault to the inputs, proves that an administrator can log in, and revokes the root token if there still is one',
    examples: vaultConfigureExamples,
    supportsDryRun: true,
    schema: {
      input: () => vaultInput.extend({ vaultToken }),
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          adminServiceAccount: z
            .string()
            .describe('Whose tokens administer Vault, as namespace/name'),
          auditorServiceAccount: z
            .string()
            .describe('Whose tokens look into the audit, as namespace/name'),
          appsMount: z
            .string()
            .describe('KV version 2 mount of the applications'),
        }),
    },
    async handler(ctx) {
      const { vaultToken: _, ...input } = ctx.input;
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input,
        vaultToken: handedToken(ctx),
        part: configurePart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
