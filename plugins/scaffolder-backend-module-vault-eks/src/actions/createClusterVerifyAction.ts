import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  isFailure,
  parseSpec,
  renderClaims,
  renderClaimsMarkdown,
  summariseClaims,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { claimsAsJson, claimsOutput } from '../schema/claimsOutput';
import { specInput } from '../schema/specInput';
import { handedToken, vaultToken } from '../schema/vaultToken';
import { clusterVerifyExamples } from './clusterVerify.examples';
import { operationOf } from './operation';
import { refuseFailures } from './refuseFailures';

/** `vault-eks:cluster:verify`: tries every claim that a finished deploy makes. */
export function createClusterVerifyAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:cluster:verify',
    description:
      'Tries every claim that a finished deploy makes: TLS from outside and from a pod, seal, leader and its lock, clocks, protection of key and table, encryption of table and volumes, a secret written and read, its lines in every audit device, the injector by a pod that gets a secret into a file, custody. Whatever it makes for that it removes again',
    examples: clusterVerifyExamples,
    supportsDryRun: true,
    schema: {
      input: z =>
        specInput.extend({
          vaultToken,
          continueOnFailure: z
            .boolean()
            .default(false)
            .describe(
              'Go on when a claim does not hold; the output `passed` tells',
            ),
        }),
      output: z =>
        z.object({
          passed: z
            .boolean()
            .describe('Whether every claim held, warnings aside'),
          report: z
            .string()
            .describe('Each claim as pass, warn or FAIL, as text'),
          markdown: z
            .string()
            .optional()
            .describe('The same as a Markdown table, for the output page'),
          claims: claimsOutput.optional(),
        }),
    },
    async handler(ctx) {
      const { continueOnFailure, vaultToken: _, ...input } = ctx.input;
      const spec = parseSpec(input);
      const token = handedToken(ctx);
      if (ctx.isDryRun) {
        // Trying the claims writes a secret, and nothing is proven without that.
        const report = `A dry run tries nothing: it would write, read and delete a secret, and run two short-lived pods, in Vault ${spec.namespace}/${spec.release} of ${spec.cluster}`;
        ctx.logger.info(report);
        ctx.output('report', report);
        ctx.output('passed', false);
        return;
      }
      const claims = await options.vaultEks.verify(spec, {
        ...operationOf(ctx),
        vaultToken: token,
      });
      const lines = renderClaims(claims);
      lines.push(summariseClaims(claims));
      lines.forEach(line => ctx.logger.info(line));
      ctx.output('report', lines.join('\n'));
      ctx.output('markdown', renderClaimsMarkdown(claims));
      ctx.output('claims', claimsAsJson(claims));
      ctx.output('passed', !claims.some(isFailure));
      if (!continueOnFailure) {
        refuseFailures(claims);
      }
    },
  });
}
