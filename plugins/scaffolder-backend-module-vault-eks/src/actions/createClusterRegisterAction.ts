import { parseEntityRef } from '@backstage/catalog-model';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  awsAccount,
  vaultClusterSpecSchema,
  vaultEntityName,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import { registeredSpec } from '../schema/registeredSpec';
import { wholeSpec } from '../schema/specAsJson';
import type { RegisterCluster } from '../registerCluster';
import type { UntilInCatalog } from '../untilInCatalog';
import { clusterRegisterExamples } from './clusterRegister.examples';

const fields = vaultClusterSpecSchema.innerType().shape;

/** `vault-eks:cluster:register`: makes a running Vault known to the portal and its catalog. */
export function createClusterRegisterAction(options: {
  readonly registerCluster: RegisterCluster;
  readonly untilInCatalog: UntilInCatalog;
}) {
  return createTemplateAction({
    id: 'vault-eks:cluster:register',
    description:
      'Makes a Vault cluster known to the portal: its catalog page appears within seconds, and the monitor watches it. With its spec it is also compared with that every few hours. Registering again brings owner, system, UI address and spec up to date',
    examples: clusterRegisterExamples,
    supportsDryRun: true,
    schema: {
      input: z =>
        z
          .object({
            cluster: fields.cluster,
            region: fields.region,
            account: awsAccount.describe('AWS account of the EKS cluster'),
            namespace: fields.namespace,
            release: fields.release,
            owner: fields.owner,
            system: fields.system,
            uiUrl: z
              .string()
              .url()
              .optional()
              .describe('Address of the Vault UI, for the catalog page'),
            spec: wholeSpec
              .optional()
              .describe(
                'The spec that it was deployed from, `steps.deploy.output.spec`: the portal looks for drift by it. Default: the one of an earlier registration',
              ),
          })
          .strict(),
      output: z =>
        z.object({
          entityRef: z.string().describe('The catalog entity of the cluster'),
          entityPath: z
            .string()
            .describe('Path of its catalog page below the portal’s address'),
        }),
    },
    async handler(ctx) {
      const { cluster, region, account, owner, system, uiUrl } = ctx.input;
      const { namespace = 'vault', release = 'vault' } = ctx.input;
      const spec =
        ctx.input.spec && registeredSpec(ctx.input.spec, ctx.secrets);
      const where = `${cluster}/${namespace}/${release} in ${account} ${region}`;
      if (ctx.isDryRun) {
        const name = vaultEntityName({ cluster, namespace, release });
        ctx.logger.info(
          `Would register the Vault of ${where} as ${name}, or as that with region and account where the name is taken`,
        );
        ctx.output('entityRef', `resource:default/${name}`);
        ctx.output('entityPath', `/catalog/default/resource/${name}`);
        return;
      }
      const asker = {
        credentials: await ctx.getInitiatorCredentials(),
        signal: ctx.signal,
      };
      const registered = await options.registerCluster(
        {
          ref: { cluster, region, account, namespace, release },
          owner,
          system,
          uiUrl,
          ...(spec && { spec }),
        },
        asker,
      );
      const {
        kind,
        namespace: group,
        name,
      } = parseEntityRef(registered.entityRef);
      ctx.logger.info(
        `Registered the Vault of ${where} as ${registered.entityRef}`,
      );
      // The link at the end of the run must not lead to a page that says "not found".
      if (!(await options.untilInCatalog(registered.entityRef, asker))) {
        ctx.logger.warn(
          `The catalog does not show ${registered.entityRef} yet; its page appears when the catalog has caught up`,
        );
      }
      ctx.output('entityRef', registered.entityRef);
      ctx.output('entityPath', `/catalog/${group}/${kind}/${name}`);
    },
  });
}
