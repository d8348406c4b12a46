import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { renderPlan } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import {
  findingsAsJson,
  findingsOutput,
  stepsAsJson,
  stepsOutput,
} from '../schema/planOutputs';
import { deployInput, deployRequest } from '../schema/deployInput';
import { clusterPlanExamples } from './clusterPlan.examples';
import { operationOf } from './operation';

/** `vault-eks:cluster:plan`: says what a deploy would do, and changes nothing. */
export function createClusterPlanAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:cluster:plan',
    description:
      'Checks an EKS cluster and shows what a deploy of Vault would create, change and keep; changes nothing',
    examples: clusterPlanExamples,
    supportsDryRun: true,
    schema: {
      input: () => deployInput,
      output: z =>
        z.object({
          plan: z.string().describe('The plan and all findings, as text'),
          changes: z
            .boolean()
            .describe('Whether a deploy would change anything'),
          blocked: z.boolean().describe('Whether a deploy would be refused'),
          steps: stepsOutput,
          findings: findingsOutput,
        }),
    },
    async handler(ctx) {
      const { spec, choices } = deployRequest(ctx);
      const run = { ...operationOf(ctx), ...choices };
      const plan = await options.vaultEks.plan(spec, run);
      const lines = renderPlan(plan);
      lines.forEach(line => ctx.logger.info(line));
      ctx.output('plan', lines.join('\n'));
      ctx.output('changes', plan.changes);
      ctx.output('blocked', plan.blocked);
      ctx.output('steps', stepsAsJson(plan.steps));
      ctx.output('findings', findingsAsJson(plan.findings));
    },
  });
}
