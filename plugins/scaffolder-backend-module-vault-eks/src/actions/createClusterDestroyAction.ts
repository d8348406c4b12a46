import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  parseSpec,
  renderPlan,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { assertConfirmed, destroyInput } from '../schema/destroyInput';
import { stepsAsJson, stepsOutput } from '../schema/planOutputs';
import type { UnregisterCluster } from '../unregisterCluster';
import { clusterDestroyExamples } from './clusterDestroy.examples';
import { operationOf } from './operation';
import { renderKept, renderSteps } from './report';

/** `vault-eks:cluster:destroy`: takes a Vault down, and keeps what bears data unless it is named in full. */
export function createClusterDestroyAction(options: {
  readonly vaultEks: VaultEks;
  readonly unregisterCluster: UnregisterCluster;
}) {
  return createTemplateAction({
    id: 'vault-eks:cluster:destroy',
    description:
      'Takes a Vault down in reverse order and waits until each thing is gone. Table, seal key, custody secret and volumes stay unless each is named in full, and so does what is not ours. Run again after any interruption it finishes; the catalog entity goes last. A dry run shows the plan',
    examples: clusterDestroyExamples,
    supportsDryRun: true,
    schema: {
      input: () => destroyInput,
      output: z =>
        z.object({
          report: z
            .string()
            .describe('What was deleted and what stays and why, as text'),
          deleted: z
            .array(z.string())
            .describe('What was deleted; nothing when only planned'),
          kept: stepsOutput.describe(
            'What stays as JSON, each with its reason',
          ),
          steps: stepsOutput.describe(
            'When only planned, each thing as JSON with what would become of it',
          ),
          entityRef: z
            .string()
            .optional()
            .describe(
              'The catalog entity that was taken out, if there was one',
            ),
        }),
    },
    async handler(ctx) {
      const { confirm, planOnly, alsoDelete, onlyAws, ...input } = ctx.input;
      const spec = parseSpec(input);
      const dryRun = planOnly || (ctx.isDryRun ?? false);
      if (!dryRun) {
        assertConfirmed(spec, confirm);
      }
      const { plan, steps, kept, account, durationMs } =
        await options.vaultEks.destroy(spec, {
          ...operationOf(ctx),
          ...{ alsoDelete, onlyAws, dryRun },
        });
      const lines = plan
        ? renderPlan(plan)
        : [
            ...renderKept(kept),
            ...renderSteps({ steps, durationMs, changed: steps.length > 0 }),
          ];
      ctx.output('report', lines.join('\n'));
      ctx.output(
        'deleted',
        steps.map(({ title }) => title),
      );
      ctx.output('kept', stepsAsJson(kept));
      ctx.output('steps', stepsAsJson(plan?.steps ?? []));
      if (plan) {
        lines.forEach(line => ctx.logger.info(line));
        return;
      }
      const { cluster, region, namespace, release } = spec;
      const ref = { cluster, region, account, namespace, release };
      const entityRef = await options.unregisterCluster(ref, {
        credentials: await ctx.getInitiatorCredentials(),
        signal: ctx.signal,
      });
      if (entityRef) {
        ctx.logger.info(`Took ${entityRef} out of the portal and its catalog`);
        ctx.output('entityRef', entityRef);
      } else {
        ctx.logger.info('The portal knows no such Vault any more');
      }
    },
  });
}
