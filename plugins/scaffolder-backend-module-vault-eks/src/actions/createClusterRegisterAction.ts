import { parseEntityRef } from '@backstage/catalog-model';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  awsAccount,
  vaultClusterSpecSchema,
  vaultEntityName,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { RegisterCluster } from '../registerCluster';
import type { UntilInCatalog } from '../untilInCatalog';
import { clusterRegisterExamples } from './clusterRegister.examples';

const spec = vaultClusterSpecSchema.innerType().shape;

/** `vault-eks:cluster:register`: makes a running Vault known to the portal and its catalog. */
export function createClusterRegisterAction(options: {
  readonly registerCluster: RegisterCluster;
  readonly untilInCatalog: UntilInCatalog;
}) {
  return createTemplateAction({
    id: 'vault-eks:cluster:register',
    description:
      'Makes a Vault cluster known to the portal: its catalog page appears within seconds, and the monitor watches it. Registering again brings owner, system and UI address up to date',
    examples: clusterRegisterExamples,
    supportsDryRun: true,
    schema: {
      input: z =>
        z
          .object({
            cluster: spec.cluster,
            region: spec.region,
            account: awsAccount.describe('AWS account of the EKS cluster'),
            namespace: spec.namespace,
            release: spec.release,
            owner: spec.owner,
            system: spec.system,
            uiUrl: z
              .string()
              .url()
              .optional()
              .describe('Address of the Vault UI, for the catalog page'),
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
