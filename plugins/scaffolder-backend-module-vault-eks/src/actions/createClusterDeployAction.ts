import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  renderPlan,
  type VaultClusterSpec,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import type { DeployMetrics } from '../metrics/DeployMetrics';
import { deployInput, deployRequest } from '../schema/deployInput';
import { clusterDeployExamples } from './clusterDeploy.examples';
import { heldSecrets } from '../schema/heldSecrets';
import { specAsJson, wholeSpec } from '../schema/specAsJson';
import { operationOf } from './operation';
import { refuseFailures } from './refuseFailures';
import { renderReport } from './report';

/** `vault-eks:cluster:deploy`: brings an EKS cluster to a running, verified Vault. */
export function createClusterDeployAction(options: {
  readonly deployMetrics?: DeployMetrics;
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:cluster:deploy',
    description:
      'Brings an EKS cluster to a running, initialised and verified Vault. Running it again changes only what differs, so a failed run is simply run again',
    examples: clusterDeployExamples,
    supportsDryRun: true,
    schema: {
      input: () => deployInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done and verified, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          account: z.string().describe('AWS account of the EKS cluster'),
          tableArn: z.string().describe('ARN of the DynamoDB table'),
          keyArn: z.string().describe('ARN of the KMS key that unseals Vault'),
          roleArn: z.string().describe('ARN of the IAM role of the Vault pods'),
          custodySecretArn: z
            .string()
            .describe(
              'ARN of the Secrets Manager secret that holds the recovery keys',
            ),
          serviceUrl: z.string().describe('Address of Vault in the cluster'),
          uiUrl: z
            .string()
            .optional()
            .describe('Address of the UI when it is exposed'),
          spec: wholeSpec
            .optional()
            .describe(
              'The whole spec, what was left out as its default: for `vault-eks:cluster:register`. Absent when its values hold a secret of the task, since outputs are stored',
            ),
        }),
    },
    async handler(ctx) {
      const { spec, choices } = deployRequest(ctx);
      const tellSpec = (told: VaultClusterSpec) => {
        // The portal stores outputs as they are.
        if (heldSecrets(told, ctx.secrets).length === 0) {
          ctx.output('spec', specAsJson(told));
        }
      };
      const run = { ...operationOf(ctx), ...choices };
      if (ctx.isDryRun) {
        const plan = await options.vaultEks.plan(spec, run);
        const lines = renderPlan(plan);
        lines.forEach(line => ctx.logger.info(line));
        ctx.output('report', lines.join('\n'));
        ctx.output('changed', false);
        tellSpec(spec);
        return;
      }
      const deploy = () => options.vaultEks.deploy(spec, run);
      const report = await (options.deployMetrics?.of(deploy) ?? deploy());
      ctx.output('report', renderReport(report).join('\n'));
      ctx.output('changed', report.changed);
      ctx.output('account', report.outputs.account);
      ctx.output('tableArn', report.outputs.tableArn);
      ctx.output('keyArn', report.outputs.keyArn);
      ctx.output('roleArn', report.outputs.roleArn);
      ctx.output('custodySecretArn', report.outputs.custodySecretArn);
      ctx.output('serviceUrl', report.outputs.serviceUrl);
      const { account } = report.outputs;
      tellSpec({ ...spec, account });
      if (report.outputs.uiUrl) {
        ctx.output('uiUrl', report.outputs.uiUrl);
      }
      refuseFailures(report.claims);
    },
  });
}
