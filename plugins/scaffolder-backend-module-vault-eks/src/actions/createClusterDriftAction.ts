import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  parseSpec,
  renderPlan,
  whatWasNotLookedAt,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import {
  isDrift,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import {
  findingsAsJson,
  findingsOutput,
  stepsAsJson,
  stepsOutput,
} from '../schema/planOutputs';
import { specInput } from '../schema/specInput';
import { handedToken, vaultToken } from '../schema/vaultToken';
import { clusterDriftExamples } from './clusterDrift.examples';
import { operationOf } from './operation';

/** `vault-eks:cluster:drift`: says how what is there differs from the spec. */
export function createClusterDriftAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:cluster:drift',
    description:
      'Looks at everything that the spec names and tells what differs from it; changes nothing. Fails when something differs or cannot be looked at, unless told otherwise',
    examples: clusterDriftExamples,
    supportsDryRun: true,
    schema: {
      input: z =>
        specInput.extend({
          vaultToken,
          failOnDrift: z
            .boolean()
            .default(true)
            .describe(
              'Fail when something differs or cannot be looked at, or a check finds an error; otherwise the output `drifted` tells what was seen to differ',
            ),
        }),
      output: z =>
        z.object({
          drifted: z.boolean().describe('Whether anything was seen to differ'),
          report: z
            .string()
            .describe(
              'What differs, what could not be looked at, and all findings, as text',
            ),
          steps: stepsOutput,
          findings: findingsOutput,
        }),
    },
    async handler(ctx) {
      const { failOnDrift = true, vaultToken: _, ...input } = ctx.input;
      const spec = parseSpec(input);
      const drift = await options.vaultEks.drift(spec, {
        ...operationOf(ctx),
        vaultToken: handedToken(ctx),
      });
      const { drifted, steps, findings } = drift;
      const errors = findings.filter(({ severity }) => severity === 'error');
      const unseen = steps.filter(step => step.notLookedAt !== undefined);
      const seen = steps.length - unseen.length;
      const lines = renderPlan({
        steps: steps.filter(step => isDrift(step) || unseen.includes(step)),
        findings,
        changes: drifted,
        blocked: false,
      }).slice(0, -1);
      lines.push(
        drifted ? 'Drift: see above.' : `No drift in ${seen} things.`,
        ...(unseen.length > 0 ? [`${unseen.length} not looked at.`] : []),
      );
      lines.forEach(line => ctx.logger.info(line));
      ctx.output('drifted', drifted);
      ctx.output('report', lines.join('\n'));
      ctx.output('steps', stepsAsJson(steps));
      ctx.output('findings', findingsAsJson(findings));
      if (failOnDrift && (drifted || unseen.length + errors.length > 0)) {
        const differs = steps.filter(isDrift).map(({ title }) => title);
        const unknown = whatWasNotLookedAt(unseen);
        const found = errors.map(({ what, fix }) => `${what} ${fix}`);
        throw new ConflictError(
          [
            differs.length > 0
              ? `Not as specified: ${differs.join('; ')}.`
              : [],
            unknown === undefined ? [] : `${unknown}.`,
            found,
          ]
            .flat()
            .join(' '),
        );
      }
    },
  });
}
