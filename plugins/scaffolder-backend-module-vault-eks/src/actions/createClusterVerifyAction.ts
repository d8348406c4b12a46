import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { specInput } from '../schema/specInput';
import { clusterVerifyExamples } from './clusterVerify.examples';
import { operationOf } from './operation';
import { refuseFailures } from './refuseFailures';
import { renderClaims } from './report';

/** `vault-eks:cluster:verify`: tries every claim that a finished deploy makes. */
export function createClusterVerifyAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:cluster:verify',
    description:
      'Tries every claim that a finished deploy makes: writes and reads a secret through the service, looks at the audit devices, the injector and the root token',
    examples: clusterVerifyExamples,
    supportsDryRun: true,
    schema: {
      input: z =>
        specInput.extend({
          continueOnFailure: z
            .boolean()
            .default(false)
            .describe(
              'Go on when a claim does not hold; the output `passed` tells',
            ),
        }),
      output: z =>
        z.object({
          passed: z.boolean().describe('Whether every claim held'),
          report: z.string().describe('Each claim as pass or FAIL, as text'),
        }),
    },
    async handler(ctx) {
      const { continueOnFailure, ...input } = ctx.input;
      const spec = parseSpec(input);
      if (ctx.isDryRun) {
        // Trying the claims writes a secret, and nothing is proven without that.
        const report = `A dry run tries nothing: it would write, read and delete a secret in Vault ${spec.namespace}/${spec.release} of ${spec.cluster}`;
        ctx.logger.info(report);
        ctx.output('report', report);
        ctx.output('passed', false);
        return;
      }
      const claims = await options.vaultEks.verify(spec, operationOf(ctx));
      const lines = renderClaims(claims);
      lines.forEach(line => ctx.logger.info(line));
      ctx.output('report', lines.join('\n'));
      ctx.output(
        'passed',
        claims.every(({ passed }) => passed),
      );
      if (!continueOnFailure) {
        refuseFailures(claims);
      }
    },
  });
}
