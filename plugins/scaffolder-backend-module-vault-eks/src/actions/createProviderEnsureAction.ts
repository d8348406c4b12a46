import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  oidcProviderPart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { providerInput } from '../schema/sections';
import { providerEnsureExamples } from './providerEnsure.examples';
import { putOut, runPart } from './runPart';

/** `vault-eks:oidc-provider:ensure`: IAM's trust in the EKS cluster alone. */
export function createProviderEnsureAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:oidc-provider:ensure',
    description:
      'Makes IAM trust the service-account tokens of an EKS cluster (IRSA). A cluster has one provider for all its workloads: one that exists is used, never a second one made',
    examples: providerEnsureExamples,
    supportsDryRun: true,
    schema: {
      input: () => providerInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          providerArn: z.string().describe('ARN of the IAM OIDC provider'),
          issuer: z
            .string()
            .describe('Issuer without its scheme, as trust policies name it'),
        }),
    },
    async handler(ctx) {
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input: ctx.input,
        part: oidcProviderPart,
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
