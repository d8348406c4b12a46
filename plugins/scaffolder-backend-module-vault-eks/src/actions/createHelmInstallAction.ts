import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  releasePart,
  type VaultEks,
} from '@vault-eks/backstage-plugin-vault-eks-node';
import { checkFoundation, releaseInput } from '../schema/releaseInput';
import { helmInstallExamples } from './helmInstall.examples';
import { putOut, runPart } from './runPart';

/** `vault-eks:helm:install`: the chart alone, on a table, a key and a role that are given. */
export function createHelmInstallAction(options: {
  readonly vaultEks: VaultEks;
}) {
  return createTemplateAction({
    id: 'vault-eks:helm:install',
    description:
      'Installs or upgrades the official Vault chart on a table, a key and a role that are given, with the namespace, the storage class and the certificate that it needs. What the chart renders is checked before it is installed, and pods that an upgrade leaves behind are replaced one by one. Vault is not initialised',
    examples: helmInstallExamples,
    supportsDryRun: true,
    schema: {
      input: () => releaseInput,
      output: z =>
        z.object({
          report: z.string().describe('What was done, as text'),
          changed: z.boolean().describe('Whether anything was changed'),
          fullname: z
            .string()
            .describe('What the pods and services are called after'),
          serviceUrl: z
            .string()
            .describe('Address of Vault inside the cluster'),
          uiUrl: z
            .string()
            .optional()
            .describe('Address of the UI, once its load balancer has a name'),
        }),
    },
    async handler(ctx) {
      const {
        tableArn,
        keyArn,
        roleArn,
        dynamodbEndpointUrl,
        kmsEndpointUrl,
        stsEndpointUrl,
        ...input
      } = ctx.input;
      const foundation = checkFoundation(
        {
          ...{ tableArn, keyArn, roleArn },
          ...{ dynamodbEndpointUrl, kmsEndpointUrl, stsEndpointUrl },
        },
        { region: input.region, isDryRun: ctx.isDryRun },
      );
      const { report, changed, outputs } = await runPart(ctx, {
        vaultEks: options.vaultEks,
        input,
        part: releasePart(foundation),
      });
      ctx.output('report', report);
      ctx.output('changed', changed);
      putOut(ctx, outputs);
    },
  });
}
