import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  auditPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { vaultInput } from '../schema/vaultInput';
import { handedToken, vaultToken } from '../schema/vaultToken';
import { auditEnableExamples } from './auditEnable.examples';
import { runPart } from './runPart';

/** `vault-eks:audit:enable`: the declared audit devices alone. */
export function createAuditEnableAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:audit:enable',
    description:
      'Enables the declared audit devices of an initialised Vault that are missing. One with other options is refused and stays as it is; those of others stay',
    examples: auditEnableExamples,
    supportsDryRun: true,
    schema: {
      input: () => vaultInput.extend({ vaultToken }),
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          devices: z
            .array(z.string())
            .describe('The declared devices, each with its slash'),
        }),
    },
    async handler(ctx) {
      const { vaultToken: _, ...input } = ctx.input;
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input,
        vaultToken: handedToken(ctx),
        part: auditPart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      if (outputs.devices) {
        ctx.output('devices', [...outputs.devices]);
      }
    },
  });
}
